import "server-only";
import { z } from "zod";
import { evaluateInviteGuess, spendCode } from "@/lib/auth/codes";
import { announceKey } from "@/lib/auth/key-mail";
import { issueKey } from "@/lib/auth/keys";
import { withinGuessBudget } from "@/lib/auth/limits";
import { effectiveScopes, ROLE_SCOPES, ROLES, type Scope } from "@/lib/auth/scopes";
import type { DatabaseClient } from "@/lib/db/client";
import { env } from "@/lib/env";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { personOf } from "../sign-up/found";
import { keyNextSteps } from "../sign-up/instructions";
import { codeField } from "../sign-up/sign-up";
import { inviteTokenField, personNameField } from "./member";
import { type OpenInvite, openInvite } from "./open-invite";

export const acceptTeamInviteVerify = defineSystemOperation({
  name: "accept_team_invite_verify",
  title: "Accept an invitation: verify the code",
  description:
    "Finishes accepting an invitation: checks the 6-digit code that the user read in the mail, joins the organisation and returns an API key of the new member, shown only this once. Needs no key.",
  area: "team",
  effect: "create",
  access: "public",
  input: z.strictObject({
    token: inviteTokenField,
    code: codeField,
    name: personNameField
      .optional()
      .meta({ description: "How the person is called in the organisation.", examples: ["Mei Chan"] }),
  }),
  output: z.object({
    organisationId: z.string(),
    companyId: z.string(),
    userId: z.string(),
    memberId: z.string(),
    role: z.string(),
    apiKey: z.string().meta({ secret: true }),
    loginUrl: z.string(),
    nextSteps: z.string(),
  }),
  renderType: "record",
  summary: ({ role }) => `Joined as ${role}; the key is shown only this once`,
  undo: { none: "A person can remove the member in the portal (Settings → Team)." },

  async admit({ system }, { token, code }) {
    const invite = await openInvite(system, token);
    return withinGuessBudget(() => evaluateInviteGuess(invite.id, code));
  },

  async run({ system, caller, note }, { token, name }, request) {
    const invite = await openInvite(system, token);
    const userId = await personOf(system, invite.email);
    if (!(await spendCode(system, request.id)))
      throw new OperationError("code_used", { details: { loginUrl: `${env().appUrl}/sign-in` } });
    const memberId = await join(system, invite, userId, name);
    const { scopes, lifeSeconds, parent } = await boundsOf(system, invite);
    const { id: keyId, apiKey } = await issueKey(system, {
      organisationId: invite.organisationId,
      companyId: invite.companyId,
      userId,
      name: "First key, made by the invitation",
      scopes,
      parent,
      lifeSeconds,
      createdByActor: "invitation",
    });
    await announceKey(system, {
      organisationId: invite.organisationId,
      keyId,
      ip: caller.ip,
      client: caller.client,
      createdBy: "invitation",
    });
    note({
      organisationId: invite.organisationId,
      entityId: memberId,
      after: { memberId, userId, role: invite.role, keyId },
    });
    return {
      organisationId: invite.organisationId,
      companyId: invite.companyId,
      userId,
      memberId,
      role: invite.role,
      apiKey,
      loginUrl: `${env().appUrl}/sign-in`,
      nextSteps: keyNextSteps(`${env().appUrl}/mcp`),
    };
  },
});

/** Makes or revives the membership and closes the invitation. */
async function join(db: DatabaseClient, invite: OpenInvite, userId: string, name: string | undefined): Promise<string> {
  const { organisationId, role, modules, companyId, createdByKeyId } = invite;
  const [member] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO memberships AS m (organisation_id, id, user_id, role, display_name, modules, permissions, default_company_id,
                                  invited_by_key_id)
    VALUES (${organisationId}, ${newId("mem")}, ${userId}, ${role}, ${name ?? invite.name}, ${modules},
            ${JSON.stringify(invite.permissions)}::jsonb, ${companyId}, ${createdByKeyId})
    ON CONFLICT (organisation_id, user_id) DO UPDATE
      SET role = excluded.role, display_name = excluded.display_name, modules = excluded.modules,
          permissions = excluded.permissions, invited_by_key_id = excluded.invited_by_key_id, removed_at = NULL,
          version = m.version + 1
      WHERE m.removed_at IS NOT NULL
    RETURNING id`;
  if (!member)
    throw new OperationError("conflict", {
      reason: "memberAlready",
      message: "This person already belongs to the organisation.",
      hint: "Sign in at the portal.",
    });
  // A bookable person who was there before the login: the same person from now on, with the calendar they have.
  await db.$executeRaw`
    UPDATE staff_members SET user_id = ${userId}, version = version + 1
    WHERE organisation_id = ${organisationId} AND user_id IS NULL AND lower(email) = lower(${invite.email})
      AND archived_at IS NULL`;
  await db.$executeRaw`
    UPDATE team_invites SET accepted_at = now(), version = version + 1
    WHERE organisation_id = ${organisationId} AND id = ${invite.id}`;
  return member.id;
}

/** The new key can do what the role may, within the key that invited; it belongs to that key's family and ends with it. */
async function boundsOf(db: DatabaseClient, invite: OpenInvite) {
  const role = z.enum(ROLES).parse(invite.role);
  if (invite.createdByKeyId === null) return { scopes: [...ROLE_SCOPES[role]], lifeSeconds: null, parent: null };
  const [inviter] = await db.$queryRaw<{ scopes: Scope[]; ancestorIds: string[]; lifeSeconds: number | null }[]>`
    SELECT scopes, ancestor_ids AS "ancestorIds", floor(extract(epoch FROM expires_at - now()))::int AS "lifeSeconds"
    FROM api_keys
    WHERE organisation_id = ${invite.organisationId} AND id = ${invite.createdByKeyId} AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > now())`;
  if (!inviter) throw new OperationError("invite_invalid");
  return {
    scopes: [...effectiveScopes(role, inviter.scopes)],
    lifeSeconds: inviter.lifeSeconds,
    parent: { id: invite.createdByKeyId, ancestorIds: inviter.ancestorIds },
  };
}
