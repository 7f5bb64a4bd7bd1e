import { getTranslations } from "next-intl/server";
import { ToolList } from "@/components/tools/tool-list";
import { Page as Frame } from "@/components/ui/page";
import { searchCatalogue } from "@/lib/surfaces/portal/catalogue";
import { titled } from "@/lib/surfaces/portal/metadata";

export const generateMetadata = titled("tools.title");

export default async function Page({ searchParams }: { searchParams: Promise<{ q?: string }> }) {
  const query = ((await searchParams).q ?? "").slice(0, 100);
  const t = await getTranslations("tools");
  return (
    <Frame title={t("title")} description={t("lead")}>
      <ToolList tools={searchCatalogue(query)} query={query} basePath="/tools" />
    </Frame>
  );
}
