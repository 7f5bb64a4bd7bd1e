import "server-only";
import { z } from "zod";
import { countOf, cursorField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { activityFilters, type activityView, toActivityView } from "./activity";
import { csvOf } from "./csv";
import { findActivity } from "./query";

const MAX_ROWS = 10_000;
const COLUMNS = [
  "occurredAt",
  "actorType",
  "actorId",
  "actorLabel",
  "operation",
  "effect",
  "outcome",
  "errorCode",
  "summary",
  "surface",
  "ip",
  "client",
  "companyId",
  "entityId",
  "requestId",
  "durationMs",
  "id",
] as const satisfies readonly (keyof z.output<typeof activityView>)[];

export const exportActivityCsv = defineOperation({
  name: "export_activity_csv",
  title: "Export activity as CSV",
  description:
    "Returns the events that fit the filters as one CSV text, newest first, at most 10,000; nextCursor continues it. Cells that a spreadsheet would run as a formula are defused.",
  area: "activity",
  effect: "read",
  scopes: ["activity:read"],
  offeredTo: ["portal"],
  input: z.strictObject({ ...activityFilters, cursor: cursorField }),
  output: z.object({ csv: z.string(), rows: z.int(), nextCursor: z.string().optional() }),
  renderType: "text",
  summary: ({ rows }) => `${countOf(rows, "event")} exported`,

  async run({ db, caller }, { cursor, ...filters }) {
    const rows = await findActivity(db, caller.workspace.organisationId, filters, { take: MAX_ROWS + 1, cursor });
    const shown = rows.slice(0, MAX_ROWS).map(toActivityView);
    const last = shown.at(-1);
    return {
      csv: csvOf(
        COLUMNS,
        shown.map((event) => COLUMNS.map((column) => event[column])),
      ),
      rows: shown.length,
      ...(rows.length > MAX_ROWS && last ? { nextCursor: last.id } : {}),
    };
  },
});
