import "server-only";
import { z } from "zod";
import { countOf, cursorField, idField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { tagBrief } from "../tags/tag";
import { accountView, toAccountView } from "./account";
import { countContacts, foundByIdentifier } from "./find-by-identifier";
import { findAccountPage } from "./find-page";
import { memberCondition, memberFilters, refuseTier } from "./member-filters";
import { SORTS } from "./search-index";

const searchText = z
  .string()
  .trim()
  .max(200)
  .optional()
  .meta({
    description:
      "Part of a name (in any script), mail address, phone or member code; words in any order. A whole mail or phone finds its customer by contact persons and merged numbers too.",
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
  output: listOf(accountView.extend({ tags: z.array(tagBrief) })).extend({
    /** Those of the items, last among them, who have the mail or phone as another of theirs or by a contact person. */
    foundByOther: z.array(z.string()).optional(),
    /** When no customer was found: how many contact persons are, up to 5. search_crm shows them. */
    contactMatches: z.int().optional(),
  }),
  renderType: "table",
  summary: ({ items, nextCursor, foundByOther = [], contactMatches = 0 }) =>
    [
      `${countOf(items.length, "customer")}${nextCursor ? ", more on the next page" : ""}`,
      ...(foundByOther.length > 0 ? [`${foundByOther.length} by another mail or phone of theirs or of a contact`] : []),
      ...(contactMatches > 0
        ? [`${countOf(contactMatches, "contact person", "contact persons")} found: see search_crm`]
        : []),
    ].join("; "),

  async run({ db, caller }, filters) {
    refuseTier(filters.tierId);
    const { sort, limit, cursor } = filters;
    const order = filters.order ?? (sort === "createdAt" ? "desc" : "asc");
    const where = await memberCondition(db, filters);
    const search = filters.search ?? filters.query;
    const rows = await findAccountPage(db, {
      where,
      search,
      sort,
      descending: order === "desc",
      cursor,
      limit,
      deleted: filters.deleted,
    });
    const isWhole = search !== undefined && !cursor && !filters.deleted && rows.length < limit;
    const others = isWhole ? await foundByIdentifier(db, caller.workspace, { search, where, except: rows }) : [];
    const all = [...rows, ...others.slice(0, limit - rows.length)];
    const isNobody = isWhole && all.length === 0 && Object.keys(where).length === 0;
    const contactMatches = isNobody ? await countContacts(db, search) : 0;
    const masksPhone = caller.role === "staff";
    return {
      ...pageOf(
        all,
        limit,
        (row) => ({ ...toAccountView(row, masksPhone), tags: row.tags }),
        ({ id }) => id,
      ),
      ...(others.length > 0 ? { foundByOther: others.map(({ id }) => id) } : {}),
      ...(contactMatches > 0 ? { contactMatches } : {}),
    };
  },
});
