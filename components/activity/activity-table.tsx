import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { TimeAgo } from "@/components/ui/time";
import { Actor } from "./actor";
import type { ActivityEvent } from "./event";
import { Outcome } from "./outcome";

/** Who did what, newest first. Each line opens with its arguments and its effect. */
export function ActivityTable({ events }: { events: ActivityEvent[] }) {
  const t = useTranslations("activity");
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <HeadCell>{t("when")}</HeadCell>
          <HeadCell className="max-sm:hidden">{t("actor")}</HeadCell>
          <HeadCell>{t("what")}</HeadCell>
          <HeadCell>{t("outcomeLabel")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <Row key={event.id}>
            <Cell className="text-ink-soft sm:w-32">
              <TimeAgo at={event.occurredAt} />
            </Cell>
            <Cell className="max-w-48 max-sm:hidden">
              <span className="block truncate">
                <Actor event={event} />
              </span>
              <span className="block text-xs text-ink-soft">{t(`surface.${surfaceOf(event.surface)}`)}</span>
            </Cell>
            <Cell>
              <Link
                href={`/activity/${event.id}`}
                prefetch={false}
                className="font-mono text-xs font-medium hover:underline"
                translate="no"
              >
                {event.operation}
              </Link>
              <span className="block text-xs text-ink-soft sm:hidden">
                <Actor event={event} />
              </span>
              {event.summary && (
                <span className="block max-w-md text-ink-soft max-sm:break-words sm:truncate" translate="no" lang="en">
                  {event.summary}
                </span>
              )}
            </Cell>
            <Cell>
              <Outcome outcome={event.outcome} errorCode={event.errorCode} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

export function surfaceOf(surface: string): "mcp" | "portal" | "system" {
  return surface === "mcp" || surface === "portal" ? surface : "system";
}
