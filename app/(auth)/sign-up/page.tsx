import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { CodeFields } from "@/components/auth/code-form";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { ViewForm } from "@/components/ui/view-form";
import { countryChoices, industryChoices } from "@/lib/surfaces/portal/choices";
import { mailSignUpCode, signUp } from "./actions";

type Query = { requestId?: string; to?: string; outbox?: string };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signUpTitle") };
}

async function AskCode({ requestId, to, outboxHref }: { requestId: string; to: string; outboxHref?: string }) {
  const t = await getTranslations("auth");
  return (
    <AuthFrame title={t("codeTitle")} lead={t("codeSent", { email: to })}>
      <ViewForm action={signUp} className="grid gap-4">
        <CodeFields hidden={{ requestId }} submitLabel={t("signUpAction")} outboxHref={outboxHref} />
      </ViewForm>
    </AuthFrame>
  );
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const { requestId, to, outbox } = await searchParams;
  if (requestId) return <AskCode requestId={requestId} to={to ?? ""} outboxHref={outbox ? "/outbox" : undefined} />;
  const t = await getTranslations("auth");
  return (
    <AuthFrame
      title={t("signUpTitle")}
      lead={t("signUpLead")}
      foot={
        <>
          {t("haveWorkspace")}{" "}
          <Link href="/sign-in" className="underline underline-offset-2">
            {t("signInTitle")}
          </Link>
        </>
      }
    >
      <SignUpForm action={mailSignUpCode} industries={await industryChoices()} countries={await countryChoices()} />
    </AuthFrame>
  );
}
