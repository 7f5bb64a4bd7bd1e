import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ErrorCodePage } from "@/components/docs/error-page";
import { ERROR_CODES, ERROR_KINDS, type ErrorCode } from "@/lib/kernel/errors";

type Props = { params: Promise<{ code: string }> };

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { code } = await params;
  return isErrorCode(code) ? { title: (await getTranslations("errors"))(`${code}.title`) } : {};
}

export default async function Page({ params }: Props) {
  const { code } = await params;
  if (!isErrorCode(code)) notFound();
  const { kind, message, hint } = ERROR_CODES[code];
  return (
    <ErrorCodePage
      {...{ code, kind, agentMessage: message, agentHint: hint }}
      httpStatus={ERROR_KINDS[kind].httpStatus}
      codes={Object.keys(ERROR_CODES)}
    />
  );
}
