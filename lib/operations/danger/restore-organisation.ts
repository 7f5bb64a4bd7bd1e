import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { idField } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { RESTORABLE_DAYS } from "./deleted";

export const restoreOrganisation = defineSystemOperation({
  name: "restore_organisation",
  title: "Restore a deleted organisation",
  description: "Brings a deleted organisation back within 30 days, with its data, people and keys. Only its owner can.",
  area: "organisation",
  effect: "update",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({ organisationId: idField("org", "The deleted organisation, from list_my_workspaces.") }),
  output: z.object({ organisationId: z.string(), name: z.string() }),
  renderType: "record",
  summary: ({ name }) => `${name} is back`,
  undo: { none: "The owner deletes it again in the danger zone." },

  async run({ system, caller, note }, { organisationId }) {
    if (!caller.session)
      throw new OperationError("forbidden", { reason: "portalOnly", message: "Only a signed-in person may do this." });
    const [row] = await system.$queryRaw<{ name: string }[]>`
      UPDATE organisations o SET deleted_at = NULL, version = version + 1
      WHERE o.id = ${organisationId} AND o.deleted_at > now() - ${RESTORABLE_DAYS}::int * interval '1 day'
        AND EXISTS (SELECT FROM memberships m WHERE m.organisation_id = o.id AND m.user_id = ${caller.userId}
                    AND m.role = 'owner' AND m.removed_at IS NULL)
      RETURNING name`;
    if (!row) throw new OperationError("not_found");
    note({ organisationId, entityId: organisationId, before: { deleted: true }, after: { deleted: false } });
    return { organisationId, name: row.name };
  },
});
