import "server-only";
import { z } from "zod";
import { containing, countOf, cursorField, limitField, listOf, pageOf, searchField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { fold } from "../accounts/search-text";
import { liveCount } from "../segments/segment";
import { countCustomersOf } from "./count-customers";
import { tagView, toTagView } from "./tag";

export const listTags = defineOperation({
  name: "list_tags",
  title: "List tags",
  description:
    "Lists the tags of the company in alphabetical order; withCounts adds how many customers carry each. Call it before create_tag, so that the same label is not made twice, and before attach_tags, which takes ids.",
  area: "tags",
  effect: "read",
  scopes: ["tags:read"],
  input: z.strictObject({
    search: searchField,
    withCounts: z
      .boolean()
      .default(false)
      .meta({
        description: "true: also count the customers of each tag; above 100,000 an estimate. Default false.",
        examples: [true],
      }),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(tagView.extend({ customers: liveCount.optional() })),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "tag"),

  async run({ db }, { search, withCounts, limit, cursor }) {
    const last = cursor ? await db.tag.findFirst({ where: { id: cursor }, select: { nameKey: true } }) : null;
    const rows = await db.tag.findMany({
      where: {
        deletedAt: null,
        nameKey: {
          ...(search ? { contains: containing(fold(search)).contains } : {}),
          ...(last ? { gt: last.nameKey } : {}),
        },
      },
      orderBy: { nameKey: "asc" },
      take: limit + 1,
    });
    const counts = withCounts ? await countCustomersOf(db, rows) : undefined;
    return pageOf(
      rows,
      limit,
      (row) => ({ ...toTagView(row), ...(counts ? { customers: counts.get(row.id) } : {}) }),
      ({ id }) => id,
    );
  },
});
