import Link from "next/link";
import { useTranslations } from "next-intl";
import { Sparkline } from "@/components/ui/sparkline";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { TimeAgo } from "@/components/ui/time";
import type { KeyView } from "@/lib/operations/keys/key";
import { KeyStatus, ScopeSummary } from "./key-status";

type Props = {
  keys: KeyView[];
  /** How many scopes there are in all. */
  scopeCount: number;
  /** Key id → calls on each of the last 30 days, oldest first. */
  calls: Record<string, number[]>;
};

function LastUse({ apiKey }: { apiKey: KeyView }) {
  const t = useTranslations("keys");
  if (!apiKey.lastUsedAt) return <span className="text-ink-soft">{t("neverUsed")}</span>;
  return (
    <>
      <TimeAgo at={apiKey.lastUsedAt} />
      <span className="block max-w-44 truncate text-xs text-ink-soft" translate="no">
        {apiKey.lastUsedClient ?? apiKey.lastUsedIp}
      </span>
    </>
  );
}

function CallChart({ days = [] }: { days?: number[] }) {
  const t = useTranslations("keys");
  const total = days.reduce((sum, count) => sum + count, 0);
  if (total === 0) return <span className="text-ink-faint">{t("noCalls")}</span>;
  return (
    <span className="flex items-end gap-2">
      <Sparkline values={days} label={t("callsLast30", { count: total })} />
      <span className="text-xs text-ink-soft tabular-nums" translate="no">
        {total}
      </span>
    </span>
  );
}

/** The organisation's keys. A key's name leads to everything about it; revoking is one click away, on a phone too. */
export function KeyTable({ keys, scopeCount, calls }: Props) {
  const t = useTranslations("keys");
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <HeadCell>{t("name")}</HeadCell>
          <HeadCell className="max-sm:hidden">{t("access")}</HeadCell>
          <HeadCell className="max-sm:hidden">{t("createdBy")}</HeadCell>
          <HeadCell>{t("lastUsed")}</HeadCell>
          <HeadCell className="max-sm:hidden">{t("calls30")}</HeadCell>
          <HeadCell>
            <span className="sr-only">{t("actions")}</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {keys.map((apiKey) => (
          <Row key={apiKey.id}>
            <Cell>
              <Link href={`/settings/mcp-keys/${apiKey.id}`} className="font-medium hover:underline" translate="no">
                {apiKey.name}
              </Link>
              <span className="mt-0.5 flex items-center gap-2">
                <code className="font-mono text-xs text-ink-soft" translate="no">
                  {apiKey.key}
                </code>
                {apiKey.status !== "active" && <KeyStatus status={apiKey.status} />}
              </span>
            </Cell>
            <Cell className="max-sm:hidden">
              <ScopeSummary scopes={apiKey.scopes} all={scopeCount} />
            </Cell>
            <Cell className="max-sm:hidden" translate="no">
              {apiKey.createdBy}
            </Cell>
            <Cell>
              <LastUse apiKey={apiKey} />
            </Cell>
            <Cell className="max-sm:hidden">
              <CallChart days={calls[apiKey.id]} />
            </Cell>
            <Cell className="text-right">
              {apiKey.status === "active" && (
                <Link
                  href={`/settings/mcp-keys/${apiKey.id}/revoke`}
                  className="rounded px-1.5 py-0.5 font-medium text-vermilion hover:bg-vermilion-soft"
                >
                  {t("revoke")}
                </Link>
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
