import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";

export type SegmentMember = {
  id: string;
  name: string;
  localName: string | null;
  email: string | null;
  phone: string | null;
  lifeStage: string;
};

const stages = ["lead", "active", "churned", "vip"] as const;

type Props = { members: SegmentMember[]; segmentId: string; remove?: FormAction | undefined };

/** The customers of a segment; from a hand-picked one each can be taken off. */
export function MemberTable({ members, segmentId, remove }: Props) {
  const t = useTranslations("segments");
  const customers = useTranslations("customers");
  const stageOf = (name: string) => stages.find((stage) => stage === name);
  return (
    <Table label={t("members")}>
      <thead>
        <tr>
          <HeadCell>{customers("column.name")}</HeadCell>
          <HeadCell>{customers("column.phone")}</HeadCell>
          <HeadCell>{customers("column.email")}</HeadCell>
          <HeadCell>{customers("column.lifeStage")}</HeadCell>
          {remove && (
            <HeadCell>
              <span className="sr-only">{t("takeOff")}</span>
            </HeadCell>
          )}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => {
          const stage = stageOf(member.lifeStage);
          return (
            <Row key={member.id}>
              <Cell className="min-w-40" translate="no">
                <Link href={`/customers/${member.id}`} prefetch={false} className="font-medium hover:underline">
                  {member.name}
                </Link>{" "}
                {member.localName && member.localName !== member.name && (
                  <span className="text-ink-soft">{member.localName}</span>
                )}
              </Cell>
              <Cell className="whitespace-nowrap" translate="no">
                {member.phone}
              </Cell>
              <Cell translate="no">{member.email}</Cell>
              <Cell>{stage && customers(`stages.${stage}`)}</Cell>
              {remove && (
                <Cell className="py-1.5 text-right">
                  <ActionForm action={remove}>
                    <input type="hidden" name="segmentId" value={segmentId} />
                    <input type="hidden" name="accountId" value={member.id} />
                    <SubmitButton tone="quiet" size="small" aria-label={t("takeOffName", { name: member.name })}>
                      {t("takeOff")}
                    </SubmitButton>
                  </ActionForm>
                </Cell>
              )}
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}
