import "server-only";
import { z } from "zod";
import { inviteToken, inviteUrl } from "@/lib/auth/invites";
import { emailAvailable } from "@/lib/integrations/email";
import { OperationError } from "@/lib/kernel/errors";
import { instant } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { emailField } from "../sign-up/sign-up";
import { INVITABLE_ROLES, personNameField } from "./member";

const permission = z.strictObject({
  module: z.string().max(40).optional().meta({ description: "Module the permission is about." }),
  resource: z.string().max(40).optional().meta({ description: "Kind of record inside the module." }),
  actions: z.array(z.string().max(40)).min(1).max(20).meta({ description: "What may be done, such as read or write." }),
});

const invitation = z.object({
  inviteId: z.string(),
  email: z.string(),
  role: z.enum(INVITABLE_ROLES),
  expiresAt: instant,
});

export const createTeamMemberInvite = defineOperation({
  name: "create_team_member_invite",
  title: "Invite a team member",
  description:
    "Invites a person to the organisation by e-mail and returns a one-time token and link. The person, or an agent for them, accepts with accept_team_invite_request and accept_team_invite_verify.",
  area: "team",
  effect: "send",
  scopes: ["team:send"],
  input: z.strictObject({
    email: emailField.meta({
      format: "email",
      description: "Mailbox of the person to invite.",
      examples: ["mei@example.com"],
    }),
    name: personNameField.optional().meta({ description: "The person's name.", examples: ["Mei Chan"] }),
    role: z
      .enum(INVITABLE_ROLES)
      .default("staff")
      .meta({ description: "What the person will be.", examples: ["staff"] }),
    modules: z
      .array(z.string().max(40))
      .max(50)
      .optional()
      .meta({ description: "Modules the person works with. Default: the role's.", examples: [["bookings"]] }),
    permissions: z
      .array(permission)
      .max(50)
      .optional()
      .meta({
        description: "Finer permissions within the role.",
        examples: [[{ module: "bookings", actions: ["read"] }]],
      }),
    expiresInHours: z
      .int()
      .min(1)
      .max(336)
      .default(72)
      .meta({ description: "Life of the invitation in hours.", examples: [72] }),
  }),
  output: invitation.extend({
    token: z.string().meta({ secret: true }),
    inviteUrl: z.string().meta({ secret: true }),
    instructions: z.string(),
  }),
  renderType: "record",
  summary: ({ email, role }) => `${email} is invited as ${role}`,
  undo: { none: "The mail is out; a person can revoke the invitation in the portal (Settings → Team)." },

  async run({ db, caller, note, queueMail }, input) {
    if (!(await emailAvailable()))
      throw new OperationError("email_unavailable", {
        message: "Mail cannot be sent at the moment, so nobody was invited.",
      });
    const { organisationId, companyId, organisationName, language } = caller.workspace;
    const member = await db.membership.findFirst({
      where: { removedAt: null, user: { email: input.email } },
      select: { id: true },
    });
    if (member)
      throw new OperationError("conflict", {
        reason: "memberAlready",
        message: "email: this person already belongs to the organisation",
        details: { field: "email", memberId: member.id },
      });
    const id = newId("inv");
    const [row] = await db.$queryRaw<{ expiresAt: Date }[]>`
      INSERT INTO team_invites (organisation_id, id, email, name, role, modules, permissions, company_id,
                                created_by_key_id, created_by_user_id, expires_at)
      VALUES (${organisationId}, ${id}, ${input.email}, ${input.name ?? null}, ${input.role},
              ${input.modules ?? []}, ${JSON.stringify(input.permissions ?? [])}::jsonb, ${companyId},
              ${caller.key?.id ?? null}, ${caller.userId}, now() + ${input.expiresInHours}::int * interval '1 hour')
      RETURNING expires_at AS "expiresAt"`;
    if (!row) throw new Error("The invitation was not written");
    await queueMail({
      template: "team_invite",
      to: input.email,
      locale: language,
      lifeSeconds: input.expiresInHours * 3_600,
      data: {
        organisationName,
        role: input.role,
        invitedBy: caller.actor.label,
        inviteId: id,
        name: input.name ?? null,
      },
    });
    note({ entityId: id, after: { email: input.email, role: input.role, expiresAt: row.expiresAt.toISOString() } });
    return withToken({ inviteId: id, email: input.email, role: input.role, expiresAt: row.expiresAt.toISOString() });
  },

  reissue: async (_context, stored) => withToken(invitation.parse(stored)),
});

function withToken(invite: z.output<typeof invitation>) {
  return {
    ...invite,
    token: inviteToken(invite.inviteId),
    inviteUrl: inviteUrl(invite.inviteId),
    instructions:
      "Give the token or the link to the invited person only. Their agent calls accept_team_invite_request with the token, asks for the mailed 6-digit code, and calls accept_team_invite_verify.",
  };
}
