import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { categoryView, categoryFields as f } from "./category";
import { deleteServiceCategory } from "./delete-service-category";

export const createServiceCategory = defineOperation({
  name: "create_service_category",
  title: "Create service category",
  description:
    "Creates a category that groups services on the booking page. Give its id to create_service or update_service.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({ name: f.name, sortOrder: f.sortOrder.default(0), description: f.description.optional() }),
  output: categoryView,
  renderType: "record",
  summary: ({ name }) => `Category "${name}" created`,
  undo: { with: () => deleteServiceCategory, arguments: ({ entityId }) => ({ categoryId: entityId }) },

  async run({ db, caller, note }, fields) {
    const { organisationId, companyId } = caller.workspace;
    const row = await db.serviceCategory.create({ data: { organisationId, companyId, id: newId("scat"), ...fields } });
    note({ entityId: row.id, after: categoryView.parse(row) });
    return row;
  },
});
