import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { SegmentForm } from "@/components/segments/segment-form";
import { SegmentNotice } from "@/components/segments/segment-notice";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Page as Frame } from "@/components/ui/page";
import { parseCriteria } from "@/lib/operations/segments/criteria";
import { getSegment } from "@/lib/operations/segments/get-segment";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { remove, update } from "../actions";
import { fieldOptions } from "../options";

export const generateMetadata = titled("segments.title");

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PageQuery> };

export default async function Page({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const { scopes } = await workspaceCaller("/segments");
  const { segment, members } = (await view(getSegment, { segmentId: id })).data;
  const canEdit = scopes.has("segments:write");
  const [t, options] = await Promise.all([getTranslations("segments"), canEdit ? fieldOptions(scopes) : []]);
  const criteria = segment.criteria === null ? null : parseCriteria(segment.criteria);
  return (
    <Frame
      title={<span translate="no">{segment.name}</span>}
      description={
        <>
          <Link href="/segments" className="underline underline-offset-2">
            {t("all")}
          </Link>{" "}
          · {t(members.isExact ? "count" : "countOver", { count: members.count })}
        </>
      }
      actions={
        <>
          <CallBehind tool={getSegment.name} args={{ segmentId: id }} />
          {scopes.has("contacts:read") && (
            <ButtonLink href={`/segments/${id}/members`} size="small" prefetch={false}>
              {t("showMembers")}
            </ButtonLink>
          )}
        </>
      }
    >
      <Card>
        <CardBody>
          {canEdit ? (
            <SegmentForm action={update} {...{ segment, criteria, options }} />
          ) : (
            <CodeBlock code={JSON.stringify(criteria, null, 2)} />
          )}
        </CardBody>
      </Card>
      {canEdit && (
        <ConfirmedAction
          label={t("delete")}
          warning={t("deleteWarning")}
          action={remove}
          values={{ segmentId: id }}
          submit={t("deleteNow")}
        />
      )}
      <SegmentNotice done={oneOf(query, "done")} />
    </Frame>
  );
}
