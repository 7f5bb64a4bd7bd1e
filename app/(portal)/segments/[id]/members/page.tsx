import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AddMember } from "@/components/segments/add-member";
import { MemberTable } from "@/components/segments/member-table";
import { SegmentNotice } from "@/components/segments/segment-notice";
import { CallBehind } from "@/components/shell/call-behind";
import { Card, CardBody } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page as Frame } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { getSegment } from "@/lib/operations/segments/get-segment";
import { getSegmentMembers } from "@/lib/operations/segments/get-segment-members";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { hrefOf, oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { addMember, removeMember } from "../../actions";

export const generateMetadata = titled("segments.members");

const PAGE_SIZE = 50;

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PageQuery> };

export default async function Page({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const { scopes } = await workspaceCaller("/segments");
  const cursor = oneOf(query, "cursor");
  const [t, segment, page] = await Promise.all([
    getTranslations("segments"),
    view(getSegment, { segmentId: id }),
    view(getSegmentMembers, { segmentId: id, limit: PAGE_SIZE, cursor }),
  ]);
  const { name, segmentType } = segment.data.segment;
  const { count, isExact } = segment.data.members;
  const canPick = segmentType === "STATIC" && scopes.has("segments:write");
  const path = `/segments/${id}/members`;
  return (
    <Frame
      title={t.rich("membersOf", { name: () => <span translate="no">{name}</span> })}
      description={
        <>
          <Link href={`/segments/${id}`} className="underline underline-offset-2">
            {t("toSegment")}
          </Link>{" "}
          · {t(isExact ? "count" : "countOver", { count })}
        </>
      }
      actions={<CallBehind tool={getSegmentMembers.name} args={{ segmentId: id }} />}
    >
      <Card>
        {canPick && (
          <CardBody className="border-b">
            <AddMember action={addMember} segmentId={id} />
          </CardBody>
        )}
        {page.data.items.length > 0 ? (
          <MemberTable members={page.data.items} segmentId={id} remove={canPick ? removeMember : undefined} />
        ) : (
          <EmptyState title={t("nobody")} sentence={t("nobodySentence", { name })}>
            {segmentType === "STATIC" ? t("nobodyPicked") : t("nobodyFits")}
          </EmptyState>
        )}
        <Pagination
          firstHref={cursor && path}
          nextHref={page.data.nextCursor && hrefOf(path, {}, { cursor: page.data.nextCursor })}
        />
      </Card>
      <SegmentNotice done={oneOf(query, "done")} />
    </Frame>
  );
}
