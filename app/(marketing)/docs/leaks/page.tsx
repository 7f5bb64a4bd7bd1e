import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LeaksPage } from "@/components/docs/leaks-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("docs.leaks"))("title") };
}

export default function Page() {
  return <LeaksPage />;
}
