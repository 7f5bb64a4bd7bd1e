import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { LeakForm } from "@/components/leaks/leak-form";
import { titled } from "@/lib/surfaces/portal/metadata";
import { report } from "./actions";

export const generateMetadata = titled("leaks.title");

export default async function Page() {
  const t = await getTranslations("leaks");
  return (
    <AuthFrame title={t("title")} lead={t("lead")}>
      <LeakForm action={report} />
    </AuthFrame>
  );
}
