import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { Moment, TimeAgo } from "@/components/ui/time";

export type Member = {
  id: string;
  userId: string;
  name: string | null;
  email: string;
  role: "owner" | "manager" | "staff";
  joinedAt: string;
  version: number;
};
export type Invite = { id: string; email: string; role: string; expiresAt: string };

type Actions = {
  invite: FormAction;
  resend: FormAction;
  revokeInvite: FormAction;
  changeRole: FormAction;
  remove: FormAction;
};

function InviteForm({ action }: { action: FormAction }) {
  const t = useTranslations("team");
  const roles = useTranslations("shell.role");
  return (
    <Card title={t("invite")} description={t("inviteHelp")}>
      <CardBody>
        <ActionForm action={action} className="grid items-start gap-3 sm:grid-cols-[2fr_1.5fr_1fr_auto]">
          <Field name="email" type="email" label={t("email")} maxLength={254} required />
          <Field name="name" label={t("name")} maxLength={120} />
          <SelectField
            name="role"
            label={t("role")}
            defaultValue="staff"
            choices={(["staff", "manager"] as const).map((value) => ({ value, label: roles(value) }))}
          />
          <div className="sm:pt-6.5">
            <SubmitButton>{t("send")}</SubmitButton>
          </div>
        </ActionForm>
      </CardBody>
    </Card>
  );
}

function RoleForm({ member, action }: { member: Member; action: FormAction }) {
  const t = useTranslations("team");
  const roles = useTranslations("shell.role");
  const common = useTranslations("common");
  return (
    <ActionForm
      action={action}
      className="flex flex-wrap items-center gap-2"
      aria-label={t("roleOf", { name: member.name ?? member.email })}
    >
      <input type="hidden" name="memberId" value={member.id} />
      <input type="hidden" name="expectedVersion" value={member.version} />
      <select
        key={member.role}
        name="role"
        aria-label={t("roleOf", { name: member.name ?? member.email })}
        defaultValue={member.role}
        className="h-7 rounded-md border border-line-strong bg-surface px-1.5 text-[13px]"
      >
        {(["manager", "staff"] as const).map((role) => (
          <option key={role} value={role}>
            {roles(role)}
          </option>
        ))}
      </select>
      <SubmitButton tone="plain" size="small">
        {common("save")}
      </SubmitButton>
    </ActionForm>
  );
}

function MemberTable({
  members,
  ownId,
  canManage,
  actions,
}: {
  members: Member[];
  ownId: string;
  canManage: boolean;
  actions: Actions;
}) {
  const t = useTranslations("team");
  const roles = useTranslations("shell.role");
  const common = useTranslations("common");
  return (
    <Table label={t("members")}>
      <thead>
        <tr>
          <HeadCell>{t("name")}</HeadCell>
          <HeadCell>{t("role")}</HeadCell>
          <HeadCell>{t("joined")}</HeadCell>
          <HeadCell>
            <span className="sr-only">{t("actions")}</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => {
          const isEditable = canManage && member.role !== "owner" && member.userId !== ownId;
          return (
            <Row key={member.id}>
              <Cell>
                <span className="font-medium" translate="no">
                  {member.name ?? member.email}
                </span>{" "}
                {member.userId === ownId && <Badge>{common("you")}</Badge>}
                {member.name && (
                  <span className="block text-ink-soft" translate="no">
                    {member.email}
                  </span>
                )}
              </Cell>
              <Cell>{isEditable ? <RoleForm member={member} action={actions.changeRole} /> : roles(member.role)}</Cell>
              <Cell>
                <Moment at={member.joinedAt} dateOnly />
              </Cell>
              <Cell className="text-right">
                {isEditable && (
                  <ConfirmedAction
                    label={t("remove")}
                    warning={t("removeWarning")}
                    aria-label={t("removeName", { name: member.name ?? member.email })}
                    action={actions.remove}
                    values={{ memberId: member.id }}
                    submit={t("removeNow")}
                  />
                )}
              </Cell>
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}

function InviteTable({ invites, canManage, actions }: { invites: Invite[]; canManage: boolean; actions: Actions }) {
  const t = useTranslations("team");
  const roles = useTranslations("shell.role");
  return (
    <Table label={t("openInvites")}>
      <tbody>
        {invites.map((invite) => (
          <Row key={invite.id}>
            <Cell translate="no">{invite.email}</Cell>
            <Cell>{roles(invite.role === "manager" ? "manager" : "staff")}</Cell>
            <Cell className="text-ink-soft">
              {t("expires")} <TimeAgo at={invite.expiresAt} />
            </Cell>
            <Cell>
              {canManage && (
                <div className="flex justify-end gap-2">
                  <ActionForm action={actions.resend}>
                    <input type="hidden" name="inviteId" value={invite.id} />
                    <SubmitButton tone="plain" size="small">
                      {t("resend")}
                    </SubmitButton>
                  </ActionForm>
                  <ActionForm action={actions.revokeInvite}>
                    <input type="hidden" name="inviteId" value={invite.id} />
                    <SubmitButton tone="dangerPlain" size="small">
                      {t("revokeInvite")}
                    </SubmitButton>
                  </ActionForm>
                </div>
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

type Props = { members: Member[]; invites: Invite[]; ownId: string; canManage: boolean; actions: Actions };

/** Members, open invitations, and the form that sends one. */
export function TeamView({ members, invites, ownId, canManage, actions }: Props) {
  const t = useTranslations("team");
  return (
    <>
      <Card title={t("members")}>
        <MemberTable {...{ members, ownId, canManage, actions }} />
        {members.length === 1 && <EmptyState title={t("aloneTitle")} sentence={t("aloneSentence")} />}
      </Card>
      {invites.length > 0 && (
        <Card title={t("openInvites")}>
          <InviteTable {...{ invites, canManage, actions }} />
        </Card>
      )}
      {canManage && <InviteForm action={actions.invite} />}
    </>
  );
}
