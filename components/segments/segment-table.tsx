import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, Suspense } from "react";
import { Badge } from "@/components/ui/badge";
import { Skeleton } from "@/components/ui/skeleton";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { TimeAgo } from "@/components/ui/time";
import type { SegmentView } from "@/lib/operations/segments/segment";

type Props = {
  segments: SegmentView[];
  /** How many belong to a segment; may take its time, the rest of the page does not wait. */
  count: (segment: SegmentView) => ReactNode;
};

/** Segments with how many customers belong to each now. */
export function SegmentTable({ segments, count }: Props) {
  const t = useTranslations("segments");
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <HeadCell>{t("name")}</HeadCell>
          <HeadCell>{t("type")}</HeadCell>
          <HeadCell className="text-right">{t("members")}</HeadCell>
          <HeadCell>{t("changed")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {segments.map((segment) => (
          <Row key={segment.id}>
            <Cell className="min-w-48">
              <Link
                href={`/segments/${segment.id}`}
                prefetch={false}
                translate="no"
                className="block font-medium hover:underline"
              >
                {segment.name}
              </Link>
              {segment.description && (
                <span className="block max-w-md truncate text-ink-soft" translate="no">
                  {segment.description}
                </span>
              )}
            </Cell>
            <Cell>
              <Badge>{t(`types.${segment.segmentType}`)}</Badge>
            </Cell>
            <Cell className="text-right whitespace-nowrap tabular-nums">
              <Link
                href={`/segments/${segment.id}/members`}
                prefetch={false}
                className="inline-block min-w-6 hover:underline"
              >
                <span className="sr-only">{t("showMembers")}: </span>
                <Suspense fallback={<Skeleton className="ml-auto h-4 w-12" />}>{count(segment)}</Suspense>
              </Link>
            </Cell>
            <Cell className="text-ink-soft">
              <TimeAgo at={segment.updatedAt} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
