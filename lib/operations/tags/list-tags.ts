import "server-only";
import { z } from "zod";
import { containing, countOf, cursorField, limitField, listOf, pageOf, searchField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { fold } from "../accounts/search-text";
import { tagView, toTagView } from "./tag";

export const listTags = defineOperation({
  name: "list_tags",
  title: "List tags",
  description:
    "Lists the tags of the company in alphabetical order, with how many customers carry each. Call it before create_tag, so that the same label is not made twice, and before attach_tags, which takes ids.",
  area: "tags",
  effect: "read",
  scopes: ["tags:read"],
  input: z.strictObject({ search: searchField, limit: limitField, cursor: cursorField }),
  output: listOf(tagView.extend({ accountCount: z.int() })),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "tag"),

  async run({ db }, { search, limit, cursor }) {
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
      include: { _count: { select: { accounts: { where: { account: { deletedAt: null } } } } } },
    });
    return pageOf(
      rows,
      limit,
      ({ _count, ...row }) => ({ ...toTagView(row), accountCount: _count.accounts }),
      ({ id }) => id,
    );
  },
});
