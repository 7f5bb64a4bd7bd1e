import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActivityTable } from "@/components/activity/activity-table";
import type { ActivityEvent } from "@/components/activity/event";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { TimeAgo } from "@/components/ui/time";

export type HomeKey = { id: string; name: string; lastUsedAt: string | null };

const sentences = ["overview", "lapsed", "services", "team"] as const;

function Sentences() {
  const t = useTranslations("home");
  const common = useTranslations("common");
  return (
    <Card title={t("sayTitle")} description={t("sayHelp")}>
      <ul className="divide-y">
        {sentences.map((id) => {
          const sentence = t(`sentence.${id}`);
          return (
            <li key={id} className="flex items-center gap-2 py-1.5 pr-2 pl-4">
              <p className="flex-1 text-[13px]">{common("quoted", { sentence })}</p>
              <CopyButton text={sentence} label={common("copySentence")} done={common("copied")} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Keys({ keys }: { keys: HomeKey[] }) {
  const t = useTranslations("home");
  return (
    <Card
      title={t("keysTitle")}
      actions={
        <ButtonLink href="/settings/mcp-keys/new" size="small">
          {t("newKey")}
        </ButtonLink>
      }
    >
      {keys.length === 0 ? (
        <EmptyState title={t("noKeys")}>{t("noKeysBody")}</EmptyState>
      ) : (
        <ul className="divide-y text-[13px]">
          {keys.map((key) => (
            <li key={key.id}>
              <Link
                href={`/settings/mcp-keys/${key.id}`}
                prefetch={false}
                className="flex justify-between gap-3 px-4 py-2 hover:bg-hover"
              >
                <span className="truncate font-medium" translate="no">
                  {key.name}
                </span>
                <span className="shrink-0 text-ink-soft">
                  {key.lastUsedAt ? <TimeAgo at={key.lastUsedAt} /> : t("neverUsed")}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** The first page: which agents can work here, what they did last, and what to say to them next. `null` hides a part. */
export function HomeView({ keys, events }: { keys: HomeKey[] | null; events: ActivityEvent[] | null }) {
  const t = useTranslations("home");
  return (
    <>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        {keys && <Keys keys={keys} />}
        <Sentences />
      </div>
      {events && (
        <Card
          title={t("recent")}
          actions={
            <ButtonLink href="/activity" size="small" tone="quiet">
              {t("allActivity")}
            </ButtonLink>
          }
        >
          {events.length === 0 ? (
            <EmptyState title={t("quiet")}>{t("quietBody")}</EmptyState>
          ) : (
            <ActivityTable events={events} />
          )}
        </Card>
      )}
    </>
  );
}
