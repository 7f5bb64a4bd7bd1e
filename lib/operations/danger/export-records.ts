import "server-only";
import { z } from "zod";
import { assertConfirmed } from "@/lib/auth/sessions";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { exportRows } from "./export-tables";

const PAGE = 500;

export const exportRecords = defineOperation({
  name: "export_records",
  title: "Export a page of records",
  description:
    "Returns up to 500 records of one table of begin_export as JSON texts, without secrets. Tables of a company hold the current company's. Needs a fresh confirmation.",
  area: "organisation",
  effect: "read",
  scopes: ["organisation:write"],
  offeredTo: ["portal"],
  input: z.strictObject({
    table: z
      .string()
      .max(63)
      .meta({ description: "Name of a table, from begin_export.", examples: ["services"] }),
    after: z
      .array(z.string().max(500))
      .max(10)
      .optional()
      .meta({ description: "nextAfter of the page before.", examples: [["org_0OaZ3kP9x1yB7cD2eF4gH6jK"]] }),
  }),
  output: z.object({ lines: z.array(z.string()), nextAfter: z.array(z.string()).optional() }),
  renderType: "text",
  summary: ({ lines }) => countOf(lines.length, "record"),

  async run({ db, caller }, { table, after }) {
    assertConfirmed(caller);
    const rows = await exportRows(db, table, after, PAGE);
    const last = rows.at(-1);
    return {
      lines: rows.map(({ line }) => line),
      ...(rows.length === PAGE && last ? { nextAfter: last.key } : {}),
    };
  },
});
