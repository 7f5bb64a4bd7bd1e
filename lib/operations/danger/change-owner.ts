import "server-only";
import { z } from "zod";
import { assertConfirmed } from "@/lib/auth/sessions";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { memberIdField } from "../team/member";

export const changeOwner = defineOperation({
  name: "change_owner",
  title: "Hand the organisation over",
  description:
    "Makes another member the owner and the calling owner a manager, at once, also for keys. Only the new owner can take it back. Needs a fresh confirmation.",
  area: "organisation",
  effect: "update",
  scopes: ["organisation:write"],
  offeredTo: ["portal"],
  input: z.strictObject({ memberId: memberIdField }),
  output: z.object({ memberId: z.string(), email: z.string() }),
  renderType: "record",
  summary: ({ email }) => `${email} owns the organisation now`,
  undo: { none: "The new owner can hand it back." },

  async run({ db, caller, note }, { memberId }) {
    assertConfirmed(caller);
    const { organisationId } = caller.workspace;
    // All memberships are locked, so that two owners cannot hand over to each other and end with none.
    const members = await db.$queryRaw<{ id: string; userId: string; role: string }[]>`
      SELECT id, user_id AS "userId", role FROM memberships WHERE removed_at IS NULL ORDER BY id FOR UPDATE`;
    const own = members.find(({ userId }) => userId === caller.userId);
    const next = members.find(({ id }) => id === memberId);
    if (own?.role !== "owner") throw new OperationError("forbidden");
    if (!next) throw new OperationError("not_found", { message: "memberId: there is no such member" });
    if (next.id === own.id)
      throw new OperationError("precondition_failed", {
        reason: "ownAlready",
        message: "You own this organisation already.",
      });
    await db.$executeRaw`
      UPDATE memberships SET role = CASE WHEN id = ${next.id} THEN 'owner' ELSE 'manager' END, version = version + 1
      WHERE organisation_id = ${organisationId} AND id IN (${next.id}, ${own.id})`;
    const { email } = await db.user.findUniqueOrThrow({ where: { id: next.userId }, select: { email: true } });
    note({ entityId: organisationId, before: { ownerId: own.userId }, after: { ownerId: next.userId } });
    return { memberId, email };
  },
});
