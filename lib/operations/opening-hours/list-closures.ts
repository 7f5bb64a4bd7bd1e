import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { localDay } from "../bookings/local-time";
import { findStaff } from "../staff/find-staff";
import { staffIdField } from "../staff/staff";
import { toClosureView } from "./closed-time";
import { CLOSURE_KINDS, closureView } from "./closure";
import { dateField } from "./window";

const OF_KIND = {
  closure: { staffId: null, source: { not: "holiday" } },
  holiday: { staffId: null, source: "holiday" },
  absence: { staffId: { not: null } },
};

export const listClosures = defineOperation({
  name: "list_closures",
  title: "List closures",
  description:
    "Lists when the company is closed (kind closure, or holiday for public ones) and when people are away (absence), earliest first. Without dates, those that are not over.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({
    dateFrom: dateField.optional().meta({ description: "First local day, YYYY-MM-DD.", examples: ["2026-01-01"] }),
    dateTo: dateField.optional().meta({ description: "Last local day, YYYY-MM-DD.", examples: ["2026-12-31"] }),
    kind: z
      .enum(CLOSURE_KINDS)
      .optional()
      .meta({ description: "Only closures, public holidays or absences.", examples: ["holiday"] }),
    staffId: staffIdField.optional(),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(closureView.extend({ staffName: z.string().nullable() })),
  renderType: "table",
  summary: ({ items }) => {
    const kinds = CLOSURE_KINDS.filter((kind) => items.some((each) => each.kind === kind));
    const counts = kinds.map((kind) => countOf(items.filter((each) => each.kind === kind).length, kind));
    return counts.join(", ") || countOf(0, "closure");
  },

  async run(context, { dateFrom, dateTo, kind, staffId, limit, cursor }) {
    const { timezone } = context.caller.workspace;
    const staff = staffId ? await findStaff(context, staffId) : undefined;
    const from = dateFrom ? localDay(dateFrom, timezone).startOf(0) : Date.now();
    const [at, id] = cursor?.split("~") ?? [];
    const rows = await context.db.closure.findMany({
      where: {
        endsAt: { gt: new Date(from) },
        ...(dateTo ? { startsAt: { lt: new Date(localDay(dateTo, timezone).endOf(1_440)) } } : {}),
        AND: [kind ? OF_KIND[kind] : {}, staff ? { staffId: staff.id } : {}],
        ...(at && id && !Number.isNaN(Date.parse(at))
          ? { OR: [{ startsAt: { gt: new Date(at) } }, { startsAt: new Date(at), id: { gt: id } }] }
          : {}),
      },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      take: limit + 1,
    });
    const people = await context.db.staffMember.findMany({
      where: { id: { in: rows.flatMap((row) => row.staffId ?? []) } },
      select: { id: true, name: true },
    });
    const names = new Map(people.map(({ id, name }) => [id, name]));
    return pageOf(
      rows,
      limit,
      (row) => ({ ...toClosureView(row, timezone), staffName: names.get(row.staffId ?? "") ?? null }),
      (row) => `${row.startsAt.toISOString()}~${row.id}`,
    );
  },
});
