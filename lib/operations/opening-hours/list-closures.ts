import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { localDay } from "../bookings/local-time";
import { findStaff } from "../staff/find-staff";
import { staffIdField } from "../staff/staff";
import { toClosureView } from "./closed-time";
import { closureView } from "./closure";
import { dateField } from "./window";

export const listClosures = defineOperation({
  name: "list_closures",
  title: "List closures",
  description:
    "Lists when the company is closed and when people are away, earliest first: holidays, single days, absences. Without dates, those that are not over.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({
    dateFrom: dateField.optional().meta({ description: "First local day, YYYY-MM-DD.", examples: ["2026-01-01"] }),
    dateTo: dateField.optional().meta({ description: "Last local day, YYYY-MM-DD.", examples: ["2026-12-31"] }),
    staffId: staffIdField.optional(),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(closureView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "closure"),

  async run(context, { dateFrom, dateTo, staffId, limit, cursor }) {
    const { timezone } = context.caller.workspace;
    const staff = staffId ? await findStaff(context, staffId) : undefined;
    const from = dateFrom ? localDay(dateFrom, timezone).startOf(0) : Date.now();
    const [at, id] = cursor?.split("~") ?? [];
    const rows = await context.db.closure.findMany({
      where: {
        endsAt: { gt: new Date(from) },
        ...(dateTo ? { startsAt: { lt: new Date(localDay(dateTo, timezone).endOf(1_440)) } } : {}),
        ...(staff ? { staffId: staff.id } : {}),
        ...(at && id && !Number.isNaN(Date.parse(at))
          ? { OR: [{ startsAt: { gt: new Date(at) } }, { startsAt: new Date(at), id: { gt: id } }] }
          : {}),
      },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      take: limit + 1,
    });
    return pageOf(
      rows,
      limit,
      (row) => toClosureView(row, timezone),
      (row) => `${row.startsAt.toISOString()}~${row.id}`,
    );
  },
});
