import "server-only";
import { z } from "zod";
import { containing, countOf, cursorField, limitField, listOf, pageOf, searchField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { memberView, toMemberView } from "./member";

export const listStaff = defineOperation({
  name: "list_staff",
  title: "List staff",
  description:
    "Lists the people of the organisation with their roles. Tools with a staff argument take id or userId from here.",
  area: "team",
  effect: "read",
  scopes: ["team:read"],
  input: z.strictObject({ search: searchField, limit: limitField, cursor: cursorField }),
  output: listOf(memberView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "person", "people"),

  async run({ db }, { search, limit, cursor }) {
    const named = search ? containing(search) : undefined;
    const rows = await db.membership.findMany({
      where: {
        removedAt: null,
        ...(cursor ? { id: { gt: cursor } } : {}),
        ...(named ? { OR: [{ displayName: named }, { user: { name: named } }, { user: { email: named } }] } : {}),
      },
      orderBy: { id: "asc" },
      take: limit + 1,
      include: { user: { select: { email: true, name: true } } },
    });
    return pageOf(rows, limit, toMemberView, ({ id }) => id);
  },
});
