import "server-only";
import { z } from "zod";
import { limitMailbox } from "@/lib/auth/limits";
import { emailAvailable } from "@/lib/integrations/email";
import { OperationError } from "@/lib/kernel/errors";
import { instant } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { inviteIdField } from "./revoke-team-invite";

interface InviteRow {
  email: string;
  name: string | null;
  role: string;
  expiresAt: Date;
  lifeSeconds: number;
}

export const resendTeamInvite = defineOperation({
  name: "resend_team_invite",
  title: "Mail an invitation again",
  description: "Mails an open invitation once more, with the same link and the same end.",
  area: "team",
  effect: "send",
  scopes: ["team:send"],
  offeredTo: ["portal"],
  input: z.strictObject({ inviteId: inviteIdField }),
  output: z.object({ inviteId: z.string(), email: z.string(), expiresAt: instant }),
  renderType: "record",
  summary: ({ email }) => `The invitation is on its way to ${email} again`,
  undo: { none: "A mail cannot be called back; revoke the invitation instead." },

  async run({ db, caller, note, queueMail }, { inviteId }) {
    if (!(await emailAvailable()))
      throw new OperationError("email_unavailable", { message: "Mail cannot be sent at the moment." });
    const [invite] = await db.$queryRaw<InviteRow[]>`
      SELECT email, name, role, expires_at AS "expiresAt", extract(epoch FROM expires_at - now())::int AS "lifeSeconds"
      FROM team_invites
      WHERE id = ${inviteId} AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()`;
    if (!invite) throw new OperationError("not_found", { message: "inviteId: there is no such open invitation" });
    await limitMailbox("invite", invite.email);
    const { organisationName, language } = caller.workspace;
    await queueMail({
      template: "team_invite",
      to: invite.email,
      locale: language,
      lifeSeconds: invite.lifeSeconds,
      data: { organisationName, role: invite.role, invitedBy: caller.actor.label, inviteId, name: invite.name },
    });
    note({ entityId: inviteId, after: { email: invite.email } });
    return { inviteId, email: invite.email, expiresAt: invite.expiresAt.toISOString() };
  },
});
