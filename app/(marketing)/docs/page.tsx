import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StartPage } from "@/components/docs/start-page";
import { ERROR_CODES } from "@/lib/kernel/errors";
import { mcpEndpoint } from "@/lib/surfaces/portal/addresses";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("docs.start"))("title") };
}

export default function Page() {
  return <StartPage endpoint={mcpEndpoint()} codes={Object.keys(ERROR_CODES)} />;
}
