import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card, CardBody } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import { surfaceOf } from "./activity-table";
import { Actor } from "./actor";
import { changedFields } from "./changed-fields";
import type { ActivityDetail } from "./event";
import { Outcome } from "./outcome";

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5 px-4 py-2 sm:grid-cols-[9rem_1fr]">
      <dt className="text-ink-soft">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function Changes({ before, after }: { before: unknown; after: unknown }) {
  const t = useTranslations("activity");
  const changes = changedFields(before, after);
  if (changes.length === 0) return null;
  return (
    <Card title={t("changes")}>
      <Table label={t("changes")}>
        <thead>
          <tr>
            <HeadCell>{t("field")}</HeadCell>
            <HeadCell>{t("before")}</HeadCell>
            <HeadCell>{t("after")}</HeadCell>
          </tr>
        </thead>
        <tbody translate="no">
          {changes.map((change) => (
            <Row key={change.field}>
              <Cell className="font-mono text-xs">{change.field}</Cell>
              <Cell className="max-w-xs break-words text-ink-soft">{change.before}</Cell>
              <Cell className="max-w-xs break-words">{change.after}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

/** One call in full: who, when, from where, with what, and what it changed. Secrets were redacted before it was stored. */
export function ActivityDetailView({ event, undo }: { event: ActivityDetail; undo?: ReactNode }) {
  const t = useTranslations("activity");
  const from = [event.client, event.ip].filter(Boolean).join(" · ");
  return (
    <>
      <Card>
        <dl className="divide-y text-[13px]">
          <Fact label={t("outcomeLabel")}>
            <Outcome outcome={event.outcome} errorCode={event.errorCode} />
          </Fact>
          {event.summary && (
            <Fact label={t("summary")}>
              <span translate="no" lang="en">
                {event.summary}
              </span>
            </Fact>
          )}
          <Fact label={t("actor")}>
            <Actor event={event} />
          </Fact>
          <Fact label={t("when")}>
            <Moment at={event.occurredAt} /> · <span translate="no">{event.durationMs} ms</span>
          </Fact>
          <Fact label={t("through")}>
            {t(`surface.${surfaceOf(event.surface)}`)} {from && <span translate="no">· {from}</span>}
          </Fact>
          <Fact label={t("requestId")}>
            <code className="font-mono text-xs" translate="no">
              {event.requestId}
            </code>
          </Fact>
        </dl>
      </Card>
      {undo}
      <Changes before={event.before} after={event.after} />
      <Card title={t("arguments")} description={t("argumentsHelp")}>
        <CardBody>
          <CodeBlock code={JSON.stringify(event.arguments ?? {}, null, 2)} wrap />
        </CardBody>
      </Card>
    </>
  );
}
