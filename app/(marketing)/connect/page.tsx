import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectPage } from "@/components/connect/connect-page";
import { mcpEndpoint } from "@/lib/surfaces/portal/addresses";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("docs.connect"))("title") };
}

export default function Page() {
  return <ConnectPage endpoint={mcpEndpoint()} />;
}
