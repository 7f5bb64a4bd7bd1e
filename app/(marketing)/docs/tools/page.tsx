import { getTranslations } from "next-intl/server";
import { DocsFrame } from "@/components/docs/docs-frame";
import { ToolList } from "@/components/tools/tool-list";
import { searchCatalogue } from "@/lib/surfaces/portal/catalogue";
import { titled } from "@/lib/surfaces/portal/metadata";

export const generateMetadata = titled("docs.tools.title");

export default async function Page({ searchParams }: { searchParams: Promise<{ q?: string }> }) {
  const query = ((await searchParams).q ?? "").slice(0, 100);
  const t = await getTranslations("docs.tools");
  return (
    <DocsFrame current="/docs/tools" title={t("title")} lead={t("lead")}>
      <ToolList tools={searchCatalogue(query)} query={query} basePath="/docs/tools" />
    </DocsFrame>
  );
}
