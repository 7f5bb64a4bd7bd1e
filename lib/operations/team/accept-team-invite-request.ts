import "server-only";
import { z } from "zod";
import { createCode } from "@/lib/auth/codes";
import { limitAddress, limitMailbox } from "@/lib/auth/limits";
import { maskMailbox } from "@/lib/auth/mailbox";
import { env } from "@/lib/env";
import { emailAvailable, senderOf, subjectOf } from "@/lib/integrations/email";
import { OperationError } from "@/lib/kernel/errors";
import { instant } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { inviteTokenField } from "./member";
import { openInvite } from "./open-invite";

const TEMPLATE = "invite_code";

export const acceptTeamInviteRequest = defineSystemOperation({
  name: "accept_team_invite_request",
  title: "Accept an invitation: mail a code",
  description:
    "Starts accepting an invitation to an organisation. Needs no key, only the invitation's token. Mails a 6-digit code to the invited mailbox; ask the user for it and call accept_team_invite_verify.",
  area: "team",
  effect: "send",
  access: "public",
  input: z.strictObject({ token: inviteTokenField }),
  output: z.object({
    maskedEmail: z.string(),
    organisationName: z.string(),
    expiresAt: instant,
    instructions: z.string(),
  }),
  renderType: "record",
  summary: ({ maskedEmail }) => `A 6-digit code is on its way to ${maskedEmail}`,
  undo: { none: "A mail cannot be called back; the code expires by itself." },

  async admit({ caller, system }, { token }) {
    if (!(await emailAvailable())) throw new OperationError("email_unavailable");
    await limitAddress("invite", caller.ip);
    // Not inside the transaction: a limit takes a connection of its own, and ten waiting for an eleventh would wait forever.
    await limitMailbox("invite", (await openInvite(system, token)).email);
  },

  async run({ caller, system, note, queueMail }, { token }) {
    const invite = await openInvite(system, token);
    const { id, expiresAt } = await createCode(system, {
      purpose: "invite",
      email: invite.email,
      payload: { inviteId: invite.id },
      locale: invite.language,
      ip: caller.ip,
      userAgent: caller.client,
    });
    await queueMail({
      template: TEMPLATE,
      to: invite.email,
      locale: invite.language,
      organisationId: invite.organisationId,
      verificationId: id,
      lifeSeconds: env().codeTtlSeconds,
      data: { organisationName: invite.organisationName, ip: caller.ip, client: caller.client },
    });
    note({ organisationId: invite.organisationId, entityId: invite.id });
    const maskedEmail = maskMailbox(invite.email);
    return {
      maskedEmail,
      organisationName: invite.organisationName,
      expiresAt: expiresAt.toISOString(),
      instructions: `Tell the user to check ${maskedEmail} for a mail from ${senderOf()} with the subject "${subjectOf(TEMPLATE, invite.language)}". Ask for its 6-digit code, then call accept_team_invite_verify with the same token and the code.`,
    };
  },
});
