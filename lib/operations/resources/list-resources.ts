import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { resourceView } from "./resource";

export const listResources = defineOperation({
  name: "list_resources",
  title: "List resources",
  description: "Lists rooms and equipment that bookings can need, newest first.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({ limit: limitField, cursor: cursorField }),
  output: listOf(resourceView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "resource"),

  async run({ db }, { limit, cursor }) {
    const rows = await db.resource.findMany({
      where: { deletedAt: null, ...(cursor ? { id: { lt: cursor } } : {}) },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return pageOf(
      rows,
      limit,
      (row) => resourceView.parse(row),
      ({ id }) => id,
    );
  },
});
