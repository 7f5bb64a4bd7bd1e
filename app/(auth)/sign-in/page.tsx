import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { CodeForm } from "@/components/auth/code-form";
import { EmailForm } from "@/components/auth/email-form";
import { PasskeyButton } from "@/components/auth/passkey-button";
import { nextPath } from "@/lib/surfaces/portal/next-path";
import { currentCaller } from "@/lib/surfaces/portal/session";
import { beginPasskey, finishPasskey, mailSignInCode, signIn } from "./actions";

type Query = { requestId?: string; to?: string; outbox?: string; next?: string };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signInTitle") };
}

function AskCode({
  requestId,
  to,
  next,
  outboxHref,
}: {
  requestId: string;
  to: string;
  next: string;
  outboxHref?: string;
}) {
  const t = useTranslations("auth");
  return (
    <AuthFrame
      title={t("codeTitle")}
      lead={t("codeSent", { email: to })}
      foot={
        <Link href="/sign-in" className="underline underline-offset-2">
          {t("otherMailbox")}
        </Link>
      }
    >
      <CodeForm action={signIn} hidden={{ requestId, next }} submitLabel={t("signInAction")} outboxHref={outboxHref} />
    </AuthFrame>
  );
}

function AskMailbox({ next }: { next: string }) {
  const t = useTranslations("auth");
  const labels = { button: t("passkey"), failed: t("passkeyFailed"), failedHint: t("passkeyFailedHint") };
  return (
    <AuthFrame
      title={t("signInTitle")}
      lead={t("signInLead")}
      foot={
        <>
          {t("noWorkspace")}{" "}
          <Link href="/sign-up" className="underline underline-offset-2">
            {t("signUpTitle")}
          </Link>
        </>
      }
    >
      <EmailForm action={mailSignInCode} next={next} />
      <p className="flex items-center gap-3 text-xs text-ink-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
      <PasskeyButton kind="authenticate" labels={labels} begin={beginPasskey} finish={finishPasskey} />
    </AuthFrame>
  );
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = nextPath(query.next);
  if ((await currentCaller()).userId !== null) redirect(next);
  if (!query.requestId) return <AskMailbox next={next} />;
  const outboxHref = query.outbox ? "/outbox" : undefined;
  return <AskCode requestId={query.requestId} to={query.to ?? ""} next={next} outboxHref={outboxHref} />;
}
