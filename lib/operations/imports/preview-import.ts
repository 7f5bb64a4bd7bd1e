import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { DATE_ORDERS, importTarget, ON_IMPORT_DUPLICATE } from "./import";
import { checkedMapping, importAnswer, planList, tableOfFile } from "./import-list";
import { uploadIdField } from "./upload";

export const previewImport = defineOperation({
  name: "preview_import",
  title: "Look at a file before importing it",
  description:
    "Tells what an import of a file would do with its first rows, as import_accounts does with preview true, for a page that shows it again and again.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:write"],
  offeredTo: ["portal"],
  input: z.strictObject({
    uploadId: uploadIdField,
    mapping: z
      .record(z.string().max(200), importTarget)
      .optional()
      .meta({ description: "What columns fill that their name does not tell.", examples: [{ Name: "name" }] }),
    onDuplicate: z
      .enum(ON_IMPORT_DUPLICATE)
      .default("hold")
      .meta({ description: "What to do with rows whose mail, phone or code somebody has.", examples: ["hold"] }),
    dateOrder: z
      .enum(DATE_ORDERS)
      .default("ymd")
      .meta({ description: "Order in dates such as 5/6/1990.", examples: ["dmy"] }),
  }),
  output: importAnswer,
  renderType: "record",
  summary: ({ created, heldBack }) => `${created} would be added, ${heldBack} held back`,

  async run(context, { uploadId, mapping: told, onDuplicate, dateOrder }) {
    const table = await tableOfFile(context, uploadId, true);
    const mapping = await checkedMapping(context, table.columns, told);
    const mayCreateTags = context.caller.scopes.has("tags:write");
    const options = { tagIds: [], onDuplicate, dateOrder, mayCreateTags };
    const { answer } = await planList(context, { ...table, mapping, options });
    return { ...answer, importId: null, isPreview: true };
  },
});
