import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { idField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";

export const inviteIdField = idField("inv", "Id of an open invitation, from list_team_invites.");

export const revokeTeamInvite = defineOperation({
  name: "revoke_team_invite",
  title: "Revoke an invitation",
  description: "Makes an open invitation worthless. A person who has accepted already is removed with remove_member.",
  area: "team",
  effect: "delete",
  scopes: ["team:write"],
  offeredTo: ["portal"],
  input: z.strictObject({ inviteId: inviteIdField }),
  output: z.object({ inviteId: z.string(), email: z.string() }),
  renderType: "record",
  summary: ({ email }) => `The invitation of ${email} is revoked`,
  undo: { none: "Invite the person again." },

  async run({ db, caller, note }, { inviteId }) {
    const [row] = await db.$queryRaw<{ email: string }[]>`
      UPDATE team_invites SET revoked_at = now(), version = version + 1
      WHERE organisation_id = ${caller.workspace.organisationId} AND id = ${inviteId}
        AND accepted_at IS NULL AND revoked_at IS NULL
      RETURNING email`;
    if (!row) throw new OperationError("not_found", { message: "inviteId: there is no such open invitation" });
    note({ entityId: inviteId, before: row });
    return { inviteId, email: row.email };
  },
});
