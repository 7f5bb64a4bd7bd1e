import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { KeyTable } from "@/components/keys/key-table";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Page as Frame } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { ALL_SCOPES } from "@/lib/auth/scopes";
import { listApiKeys } from "@/lib/operations/keys/list-api-keys";
import { view } from "@/lib/surfaces/portal/view";

import { callsPerKey } from "./keys";

type Query = { status?: string; cursor?: string; done?: string };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const { status: wanted, cursor, done } = await searchParams;
  const status = wanted === "all" ? ("all" as const) : ("active" as const);
  const input = { status, ...(cursor ? { cursor } : {}) };
  const [t, common] = await Promise.all([getTranslations("keys"), getTranslations("common")]);
  const [{ data }, calls] = await Promise.all([view(listApiKeys, input), callsPerKey()]);
  const path = (more: Record<string, string>) => `/settings/mcp-keys?${new URLSearchParams({ status, ...more })}`;
  return (
    <Frame
      title={t("title")}
      description={t("lead")}
      actions={
        <>
          <CallBehind tool={listApiKeys.name} args={input} />
          <ButtonLink href="/settings/mcp-keys/new" tone="primary" size="small">
            {t("new")}
          </ButtonLink>
        </>
      }
    >
      <Card>
        {data.items.length === 0 ? (
          <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        ) : (
          <KeyTable keys={data.items} scopeCount={ALL_SCOPES.length} calls={calls} />
        )}
        <Pagination
          firstHref={cursor ? path({}) : undefined}
          nextHref={data.nextCursor ? path({ cursor: data.nextCursor }) : undefined}
        />
      </Card>
      <p className="text-[13px] text-ink-soft">
        <Link
          href={status === "all" ? "/settings/mcp-keys" : path({ status: "all" })}
          className="underline underline-offset-2"
        >
          {status === "all" ? t("showActive") : t("showAll")}
        </Link>
      </p>
      {done === "revoked" && <Notice dismiss={common("dismiss")}>{t("revoked")}</Notice>}
    </Frame>
  );
}
