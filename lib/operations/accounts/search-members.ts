import "server-only";
import { z } from "zod";
import { countOf, cursorField, idField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { tagBrief } from "../tags/tag";
import { accountView, toAccountView } from "./account";
import { findAccountPage } from "./find-page";
import { memberCondition, memberFilters, refuseTier } from "./member-filters";
import { SORTS } from "./search-index";

const searchText = z
  .string()
  .trim()
  .max(200)
  .optional()
  .meta({
    description: "Part of a name (in any script), mail address, phone or member code; words in any order.",
    examples: ["chan"],
  });

const input = z.strictObject({
  search: searchText,
  query: searchText.meta({ description: "The same as search.", examples: ["陳安"] }),
  ...memberFilters,
  tierId: idField("tier", "Only members of this tier. No workspace has tiers yet: leave it out.").optional(),
  deleted: z
    .boolean()
    .default(false)
    .meta({ description: "true: only deleted customers, whom restore_account brings back.", examples: [true] }),
  sort: z
    .enum(SORTS)
    .default("createdAt")
    .meta({ description: "Order by. Default createdAt.", examples: ["name"] }),
  order: z
    .enum(["asc", "desc"])
    .optional()
    .meta({ description: "Direction. Default: newest first, names from A.", examples: ["asc"] }),
  limit: limitField,
  cursor: cursorField,
});

export const searchMembers = defineOperation({
  name: "search_members",
  title: "Search customers",
  description:
    "Finds customers by part of a name, mail, phone or member code, and by tags, life stage, segment, membership, bookings and dates; without arguments lists the newest. inactiveDays finds who has not come back. Next: get_member_profile, attach_tags, create_task. For groups to keep use create_segment.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input,
  output: listOf(accountView.extend({ tags: z.array(tagBrief) })),
  renderType: "table",
  summary: ({ items, nextCursor }) =>
    `${countOf(items.length, "customer")}${nextCursor ? ", more on the next page" : ""}`,

  async run({ db, caller }, filters) {
    refuseTier(filters.tierId);
    const { sort, limit, cursor } = filters;
    const order = filters.order ?? (sort === "createdAt" ? "desc" : "asc");
    const rows = await findAccountPage(db, {
      where: await memberCondition(db, filters),
      search: filters.search ?? filters.query,
      sort,
      descending: order === "desc",
      cursor,
      limit,
      deleted: filters.deleted,
    });
    const masksPhone = caller.role === "staff";
    return pageOf(
      rows,
      limit,
      (row) => ({ ...toAccountView(row, masksPhone), tags: row.tags }),
      ({ id }) => id,
    );
  },
});
