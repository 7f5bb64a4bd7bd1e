import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { resourceFields as f, resourceView } from "./resource";
import { updateResource } from "./update-resource";

export const createResource = defineOperation({
  name: "create_resource",
  title: "Create resource",
  description:
    "Adds a room or a piece of equipment that bookings can need. Link it to services with link_resource_to_service.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    name: f.name,
    type: f.type,
    capacity: f.capacity.default(1),
    status: f.status.default("active"),
    description: f.description.optional(),
  }),
  output: resourceView,
  renderType: "record",
  summary: ({ name, type }) => `${name} (${type}) added`,
  undo: { with: () => updateResource, arguments: ({ entityId }) => ({ resourceId: entityId, status: "inactive" }) },

  async run({ db, caller, note }, fields) {
    const { organisationId, companyId } = caller.workspace;
    const row = await db.resource.create({ data: { organisationId, companyId, id: newId("res"), ...fields } });
    note({ entityId: row.id, after: resourceView.parse(row) });
    return row;
  },
});
