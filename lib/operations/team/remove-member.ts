import "server-only";
import { z } from "zod";
import { revokeKey } from "@/lib/auth/keys";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { memberIdField } from "./member";

export const removeMember = defineOperation({
  name: "remove_member",
  title: "Remove a member",
  description:
    "Takes a person out of the organisation at once: their browsers lose the workspace, their keys are revoked with everything those keys planted. What they did stays. The owner cannot be removed.",
  area: "team",
  effect: "delete",
  scopes: ["team:write"],
  offeredTo: ["portal"],
  input: z.strictObject({ memberId: memberIdField }),
  output: z.object({ memberId: z.string(), email: z.string(), revokedKeys: z.int() }),
  renderType: "record",
  summary: ({ email, revokedKeys }) => `${email} is removed; ${countOf(revokedKeys, "key")} revoked`,
  undo: { none: "Invite the person again; revoked keys never work again." },

  async run({ db, caller, note }, { memberId }) {
    const { organisationId } = caller.workspace;
    const member = await db.membership.findFirst({
      where: { id: memberId, removedAt: null },
      select: { userId: true, role: true, user: { select: { email: true } } },
    });
    if (!member) throw new OperationError("not_found", { message: "memberId: there is no such member" });
    if (member.role === "owner") throw new OperationError("last_owner");
    await db.$executeRaw`
      UPDATE memberships SET removed_at = now(), version = version + 1
      WHERE organisation_id = ${organisationId} AND id = ${memberId}`;
    const keys = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM api_keys
      WHERE organisation_id = ${organisationId} AND user_id = ${member.userId} AND revoked_at IS NULL`;
    const gone = new Set<string>();
    for (const { id } of keys) {
      const planted = await revokeKey(db, {
        organisationId,
        keyId: id,
        reason: "member removed",
        byActor: caller.actor.label,
        withDescendants: true,
      });
      for (const keyId of planted.keyIds) gone.add(keyId);
    }
    note({ entityId: memberId, before: { role: member.role }, after: { revokedKeyIds: [...gone] } });
    return { memberId, email: member.user.email, revokedKeys: gone.size };
  },
});
