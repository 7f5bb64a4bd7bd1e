import "server-only";
import { z } from "zod";
import { assertConfirmed } from "@/lib/auth/sessions";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { exportTables } from "./export-tables";

export const beginExport = defineOperation({
  name: "begin_export",
  title: "Export everything",
  description:
    "Records that the owner exports everything, and lists what an export holds: tables and companies. The portal then reads it page by page with export_records. Needs a fresh confirmation.",
  area: "organisation",
  effect: "create",
  scopes: ["organisation:write"],
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: z.object({
    tables: z.array(z.object({ name: z.string(), isPerCompany: z.boolean() })),
    companyIds: z.array(z.string()),
  }),
  renderType: "table",
  summary: ({ tables }) => `Everything is exported: ${countOf(tables.length, "table")}`,
  undo: { none: "A file that left cannot be called back." },

  async run({ db, caller, note }) {
    assertConfirmed(caller);
    const [tables, companies] = await Promise.all([
      exportTables(db),
      db.company.findMany({ orderBy: { id: "asc" }, select: { id: true } }),
    ]);
    note({ entityId: caller.workspace.organisationId });
    return { tables, companyIds: companies.map(({ id }) => id) };
  },
});
