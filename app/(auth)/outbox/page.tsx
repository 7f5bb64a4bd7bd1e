import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { OutboxList } from "@/components/outbox/outbox-list";
import { Page as Frame } from "@/components/ui/page";
import { readOutbox } from "@/lib/surfaces/portal/outbox";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outbox"))("title"), robots: { index: false } };
}

export default async function Page({ searchParams }: { searchParams: Promise<{ to?: string }> }) {
  const mails = await readOutbox((await searchParams).to);
  if (!mails) notFound();
  const t = await getTranslations("outbox");
  return (
    <Frame title={t("title")} description={t("lead")} className="max-w-3xl">
      <OutboxList mails={mails} />
    </Frame>
  );
}
