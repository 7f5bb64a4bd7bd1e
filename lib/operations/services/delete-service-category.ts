import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { categoryIdField, categoryView } from "./category";

export const deleteServiceCategory = defineOperation({
  name: "delete_service_category",
  title: "Delete service category",
  description: "Deletes a category. Its services stay and belong to no category afterwards.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({ categoryId: categoryIdField }),
  output: z.object({ category: categoryView, unlinkedServices: z.int() }),
  renderType: "record",
  summary: ({ category, unlinkedServices }) =>
    `Category "${category.name}" deleted; ${countOf(unlinkedServices, "service")} left without category`,
  undo: { none: "Create the category again and give it to its services with update_service." },

  async run({ db, caller, note }, { categoryId }) {
    const { organisationId } = caller.workspace;
    const found = await db.serviceCategory.findFirst({ where: { id: categoryId, deletedAt: null } });
    if (!found)
      throw new OperationError("not_found", {
        message: "categoryId: there is no such category",
        details: { field: "categoryId" },
      });
    const { count } = await db.service.updateMany({ where: { categoryId }, data: { categoryId: null } });
    await db.serviceCategory.update({
      where: { organisationId_id: { organisationId, id: categoryId } },
      data: { deletedAt: new Date() },
    });
    note({ entityId: categoryId, before: categoryView.parse(found) });
    return { category: found, unlinkedServices: count };
  },
});
