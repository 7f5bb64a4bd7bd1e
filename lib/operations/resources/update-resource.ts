import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { defineOperation, type TenantOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { readResource } from "./read-resource";
import { resourceFields as f, resourceIdField, resourceView } from "./resource";

const input = z.strictObject({
  resourceId: resourceIdField,
  name: f.name.optional(),
  type: f.type.optional(),
  capacity: f.capacity.optional(),
  status: f.status.optional(),
  description: f.description.optional(),
  expectedVersion: expectedVersionField,
});

export const updateResource: TenantOperation<typeof input, typeof resourceView> = defineOperation({
  name: "update_resource",
  title: "Update resource",
  description: "Changes the named fields of a room or piece of equipment. Bookings that exist keep it.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input,
  output: resourceView,
  renderType: "record",
  summary: ({ name }) => `${name} updated`,
  undo: {
    with: () => updateResource,
    arguments: ({ entityId, before }) => {
      const { name, type, capacity, status, description } = resourceView.parse(before);
      return { resourceId: entityId, name, type, capacity, status, description };
    },
  },

  async run(context, { resourceId, expectedVersion, ...fields }) {
    const { db, caller, note } = context;
    await lockRow(db, "resources", resourceId);
    const before = await readResource(context, resourceId);
    requireVersion(before.version, expectedVersion, resourceView, () => resourceView.parse(before));
    const row = await db.resource.update({
      where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: resourceId } },
      data: { ...fields, version: { increment: 1 } },
    });
    note({ entityId: resourceId, before: resourceView.parse(before), after: resourceView.parse(row) });
    return row;
  },
});
