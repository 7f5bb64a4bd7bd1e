import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { PairCodeForm } from "@/components/pairing/pair-view";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { lookUp } from "./actions";

export const generateMetadata = titled("pair.title");

export default async function Page({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  await workspaceCaller("/pair");
  const t = await getTranslations("pair");
  const { done } = await searchParams;
  if (done === "approved" || done === "refused") {
    return (
      <AuthFrame title={t(`${done}Title`)}>
        <Alert tone={done === "approved" ? "ok" : "info"}>{t(done)}</Alert>
        <ButtonLink href="/settings/mcp-keys">{(await getTranslations("keys"))("title")}</ButtonLink>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={t("title")} lead={t("lead")}>
      <PairCodeForm action={lookUp} />
    </AuthFrame>
  );
}
