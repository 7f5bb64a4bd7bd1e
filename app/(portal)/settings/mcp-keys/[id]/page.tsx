import { randomUUID } from "node:crypto";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { KeyDetail } from "@/components/keys/key-detail";
import { CallBehind } from "@/components/shell/call-behind";
import { buttonStyle } from "@/components/ui/button-style";
import { Page as Frame } from "@/components/ui/page";
import { getApiKey } from "@/lib/operations/keys/get-api-key";
import { titled } from "@/lib/surfaces/portal/metadata";
import { view } from "@/lib/surfaces/portal/view";
import { renameKey, rotateKey } from "../actions";

export const generateMetadata = titled("keys.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [t, { data }] = await Promise.all([getTranslations("keys"), view(getApiKey, { keyId: id })]);
  const { key, companyName, leaks } = data;
  return (
    <Frame
      title={<span translate="no">{key.name}</span>}
      description={
        <Link href="/settings/mcp-keys" className="underline underline-offset-2">
          {t("title")}
        </Link>
      }
      actions={
        <>
          <CallBehind tool="list_api_keys" args={{ status: "all" }} />
          <Link href={`/activity?actorId=${id}`} className={buttonStyle({ size: "small" })}>
            {t("whatItDid")}
          </Link>
        </>
      }
    >
      <KeyDetail
        apiKey={key}
        {...{ companyName, leaks }}
        rename={renameKey}
        rotate={rotateKey}
        idempotencyKey={randomUUID()}
      />
    </Frame>
  );
}
