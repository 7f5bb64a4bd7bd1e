import "server-only";
import { z } from "zod";
import { countOf, listOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { categoryView } from "./category";

const MOST = 200;

export const listServiceCategories = defineOperation({
  name: "list_service_categories",
  title: "List service categories",
  description: "Lists the categories that group services, in their order. Their ids are what categoryId takes.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({}),
  output: listOf(categoryView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "category", "categories"),

  async run({ db }) {
    return {
      items: await db.serviceCategory.findMany({
        where: { deletedAt: null },
        orderBy: [{ sortOrder: "asc" }, { id: "asc" }],
        take: MOST,
      }),
    };
  },
});
