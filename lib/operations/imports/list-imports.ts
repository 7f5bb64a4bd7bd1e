import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { importView, toImportView } from "./import-view";

export const listImports = defineOperation({
  name: "list_imports",
  title: "List imports",
  description:
    "Lists the lists of customers that were imported, newest first, with who did it, how many were added and how many rows were held back. get_import shows one with its held rows; undo_import takes one back.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({ limit: limitField, cursor: cursorField }),
  output: listOf(importView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "import"),

  async run({ db }, { limit, cursor }) {
    const rows = await db.accountImport.findMany({
      where: cursor ? { id: { lt: cursor } } : {},
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return pageOf(rows, limit, toImportView, ({ id }) => id);
  },
});
