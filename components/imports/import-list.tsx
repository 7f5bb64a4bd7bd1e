import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/components/ui/form-state";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { TimeAgo } from "@/components/ui/time";
import type { ImportView } from "@/lib/operations/imports/import-view";
import { UndoImport } from "./undo-form";

const STATUSES = ["queued", "running", "done", "failed", "cancelled", "undoing", "undone"] as const;
const isOver = (status: string) => ["done", "failed", "cancelled"].includes(status);

/** What was imported before, newest first, each with its undo. */
export function ImportList({ items, undo }: { items: readonly ImportView[]; undo: FormAction }) {
  const t = useTranslations("imports");
  const columns = ["list", "state", "added", "heldBack", "who", "actions"] as const;
  return (
    <Card title={t("earlier")}>
      {items.length === 0 ? (
        <EmptyState title={t("none")} sentence={t("sentence")} />
      ) : (
        <Table label={t("earlier")}>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeadCell key={column}>{t(`head.${column}`)}</HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((job) => (
              <Row key={job.id}>
                <Cell className="max-w-64 break-words">
                  <Name job={job} />
                </Cell>
                <Cell>
                  <Badge tone={job.status === "done" ? "ok" : job.status === "failed" ? "danger" : "neutral"}>
                    {t(`status.${STATUSES.find((each) => each === job.status) ?? "done"}`)}
                  </Badge>
                </Cell>
                <Cell className="tabular-nums">{job.created + job.linked}</Cell>
                <Cell className="tabular-nums">{job.heldBack}</Cell>
                <Cell>
                  <span translate="no">{job.by}</span> · <TimeAgo at={job.createdAt} />
                </Cell>
                <Cell>
                  {isOver(job.status) && job.created + job.linked > 0 && <UndoImport job={job} action={undo} />}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

/** Links to the file while its rows are kept. */
function Name({ job }: { job: ImportView }) {
  const t = useTranslations("imports");
  const name = job.label ?? t("rowsOfCall");
  if (!job.uploadId) return name;
  return (
    <Link
      href={`/customers/import?upload=${job.uploadId}`}
      className="font-medium underline underline-offset-2"
      translate="no"
    >
      {name}
    </Link>
  );
}
