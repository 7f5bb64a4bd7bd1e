import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { accountIdField } from "../accounts/account";
import { searchIds } from "../accounts/search-index";
import { needleOf } from "../accounts/search-text";
import { contactView, toContactView } from "./contact";

/** Hits looked at for one page; some belong to deleted customers or to another one than asked for. */
const MOST_HITS = 2_000;

export const listContacts = defineOperation({
  name: "list_contacts",
  title: "List contacts",
  description:
    "Lists people linked to customers, newest first, for one customer or all; search by part of a name, mail or phone. Next: get_contact, update_contact.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({
    accountId: accountIdField.optional(),
    search: z
      .string()
      .trim()
      .max(200)
      .optional()
      .meta({ description: "Part of a name, mail or phone.", examples: ["ben"] }),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(contactView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "contact"),

  async run({ db, caller }, { accountId, search, limit, cursor }) {
    const needle = search === undefined ? null : needleOf(search);
    const after = cursor === undefined ? null : { value: cursor, id: cursor };
    const found = needle
      ? await searchIds(db, "contacts", needle, {
          sort: "createdAt",
          descending: true,
          after,
          most: MOST_HITS,
        })
      : null;
    const rows = await db.contact.findMany({
      where: {
        deletedAt: null,
        account: { deletedAt: null },
        ...(accountId ? { accountId } : {}),
        ...(found ? { id: { in: found } } : cursor ? { id: { lt: cursor } } : {}),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return pageOf(
      rows,
      limit,
      (row) => toContactView(row, caller.role === "staff"),
      ({ id }) => id,
    );
  },
});
