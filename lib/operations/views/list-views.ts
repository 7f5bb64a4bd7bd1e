import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { savedView, toSavedView, VIEW_PAGES } from "./view";

export const listViews = defineOperation({
  name: "list_views",
  title: "List saved views",
  description:
    "Lists the saved views of a portal page: your user's own and those that colleagues share, oldest first. A view is a named set of filters, order and columns. To make one call create_view.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({
    page: z
      .enum(VIEW_PAGES)
      .optional()
      .meta({ description: "Only views of this page.", examples: ["customers"] }),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(savedView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "view"),

  async run({ db, caller }, { page, limit, cursor }) {
    const rows = await db.savedView.findMany({
      where: {
        deletedAt: null,
        OR: [{ isShared: true }, { ownerId: caller.userId ?? "" }],
        ...(page ? { page } : {}),
        ...(cursor ? { id: { gt: cursor } } : {}),
      },
      orderBy: { id: "asc" },
      take: limit + 1,
    });
    return pageOf(
      rows,
      limit,
      (row) => toSavedView(row, caller.userId),
      ({ id }) => id,
    );
  },
});
