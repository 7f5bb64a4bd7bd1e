import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { expectedVersionField } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { INVITABLE_ROLES, memberIdField, memberView, toMemberView } from "./member";

const undo = (): AnyOperation => changeMemberRole;

export const changeMemberRole = defineOperation({
  name: "change_member_role",
  title: "Change a member's role",
  description:
    "Makes a member manager or staff. It holds at once, also for the member's keys, which can never do more than the role. An owner is made in the danger zone.",
  area: "team",
  effect: "update",
  scopes: ["team:write"],
  offeredTo: ["portal"],
  input: z.strictObject({
    memberId: memberIdField,
    role: z.enum(INVITABLE_ROLES).meta({ description: "What the person shall be.", examples: ["manager"] }),
    expectedVersion: expectedVersionField,
  }),
  output: memberView,
  renderType: "record",
  summary: ({ name, email, role }) => `${name ?? email} is now ${role}`,
  undo: {
    with: undo,
    arguments: ({ entityId, before }) => ({ memberId: entityId, ...z.object({ role: z.string() }).parse(before) }),
  },

  async run({ db, caller, note }, { memberId, role, expectedVersion }) {
    const include = { user: { select: { email: true, name: true } } } as const;
    const before = await db.membership.findFirst({ where: { id: memberId, removedAt: null }, include });
    if (!before) throw new OperationError("not_found", { message: "memberId: there is no such member" });
    if (before.role === "owner") throw new OperationError("last_owner");
    requireVersion(before.version, expectedVersion, memberView, () => toMemberView(before));
    const row = await db.membership.update({
      where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: memberId } },
      data: { role, version: { increment: 1 } },
      include,
    });
    note({ entityId: memberId, before: { role: before.role }, after: { role } });
    return toMemberView(row);
  },
});
