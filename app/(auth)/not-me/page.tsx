import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { NotMeForm } from "@/components/leaks/not-me-form";
import { Alert } from "@/components/ui/alert";
import { getKeyFromMail } from "@/lib/operations/leaks/get-key-from-mail";
import { attempt } from "@/lib/surfaces/portal/call";
import { titled } from "@/lib/surfaces/portal/metadata";
import { revoke } from "./actions";

export const generateMetadata = titled("leaks.notMeTitle");

export default async function Page({ searchParams }: { searchParams: Promise<{ t?: string }> }) {
  const token = (await searchParams).t ?? "";
  const [t, outcome] = await Promise.all([getTranslations("leaks"), attempt(getKeyFromMail, { token })]);
  if (!outcome.ok) {
    return (
      <AuthFrame title={t("notMeTitle")}>
        <Alert tone="danger" link={{ href: "/sign-in", label: (await getTranslations("common"))("signIn") }}>
          {t("notMeBroken")}
        </Alert>
      </AuthFrame>
    );
  }
  const { name, key, organisationName, revokedAt } = outcome.answer.data;
  return (
    <AuthFrame title={t("notMeTitle")} lead={t("notMeLead")}>
      <p className="rounded-md border bg-surface px-3 py-2.5 text-[13px]">
        {t("notMeKey")} <strong translate="no">{name}</strong>{" "}
        <code className="font-mono text-xs" translate="no">
          {key}
        </code>{" "}
        {t("notMeOf")} <span translate="no">{organisationName}</span>
      </p>
      {revokedAt && <Alert tone="ok">{t("notMeAlready")}</Alert>}
      <NotMeForm action={revoke} token={token} isRevoked={revokedAt !== null} />
    </AuthFrame>
  );
}
