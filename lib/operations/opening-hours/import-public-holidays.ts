import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { addDays, dayOfWeek, localDate } from "../bookings/local-time";
import { hitsOf, readSpan, toClosureTimes } from "./closed-time";
import { hitsView } from "./closure";
import { removeClosures } from "./remove-closures";
import { WEEKDAYS } from "./window";

const DAY_MS = 86_400_000;

const holidayView = z.object({
  date: z.string(),
  weekday: z.enum(WEEKDAYS),
  name: z.string(),
  isNew: z.boolean(),
  hits: hitsView,
});

export const importPublicHolidays = defineOperation({
  name: "import_public_holidays",
  title: "Import public holidays",
  description:
    "Shows a country's coming public holidays of a year with the bookings and classes that each one hits; with apply true it closes the company on the new ones and lists only those that hit something. Existing bookings stay: ask the user what to do with them. remove_closure opens single days again, undo_change or remove_closures all.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 code in capitals")
      .meta({ description: "ISO 3166-1 alpha-2 code of the country.", examples: ["HK"] }),
    year: z
      .int()
      .min(2000)
      .max(2100)
      .meta({ description: "Calendar year.", examples: [2027] }),
    apply: z
      .boolean()
      .default(false)
      .meta({ description: "false: only show; true: close the company on these days.", examples: [false] }),
  }),
  output: z.object({
    holidays: z.array(holidayView),
    closed: z.int(),
    closureIds: z.array(z.string()),
    /** How many of the year are over already and left out. */
    past: z.int(),
    isApplied: z.boolean(),
  }),
  renderType: "table",
  summary: ({ holidays, closed, past, isApplied }) =>
    [
      isApplied
        ? `Closed on ${countOf(closed, "holiday")}; ${holidays.length} of them hit bookings or classes`
        : `${countOf(holidays.length, "coming holiday")} found; nothing changed yet`,
      past > 0 ? `; ${past} of the year are over and left out` : "",
    ].join(""),
  undo: { with: () => removeClosures, arguments: ({ after }) => imported.parse(after) },

  async run(context, { country, year, apply }) {
    const { db, caller, note } = context;
    const { organisationId, companyId, timezone, language } = caller.workspace;
    const today = localDate(Date.now(), timezone);
    const all = await holidaysOf(country, year, language);
    const days = all.filter(({ date }) => date >= today);
    const past = all.length - days.length;
    const known = await db.closure.findMany({
      where: { source: "holiday", staffId: null },
      select: { startsAt: true },
    });
    const taken = new Set(known.map(({ startsAt }) => startsAt.getTime()));
    const found = [];
    for (const { date, name } of days) {
      const span = readSpan({ dateFrom: date }, timezone);
      const weekday = WEEKDAYS[dayOfWeek(date)] ?? "sunday";
      found.push({ date, weekday, name, span, isNew: !taken.has(span.start), hits: await hitsOf(context, span, null) });
    }
    if (!apply) {
      note({ effect: "read" });
      return { holidays: found, closed: 0, closureIds: [], past, isApplied: false };
    }
    const rows = found
      .filter(({ isNew }) => isNew)
      .map(({ name, span }) => ({
        organisationId,
        companyId,
        id: newId("clo"),
        ...toClosureTimes(span, timezone),
        reason: name,
        source: "holiday",
      }));
    if (rows.length === 0) note({ effect: "read" });
    else {
      await db.closure.createMany({ data: rows });
      note({ after: { country, year, closureIds: rows.map(({ id }) => id) } });
    }
    const holidays = found.filter(({ isNew, hits }) => isNew && hits.bookings.length + hits.classes.length > 0);
    return { holidays, closed: rows.length, closureIds: rows.map(({ id }) => id), past, isApplied: true };
  },
});

/** What the audit row kept of an import: the closures it made. */
const imported = z.object({ closureIds: z.array(z.string()) });

/** Public holidays of a country, each day by itself, in the company's language where the calendar has it. */
async function holidaysOf(country: string, year: number, language: string): Promise<{ date: string; name: string }[]> {
  // The calendars of all countries are large; a server that imports no holidays does not load them.
  const { default: Holidays } = await import("date-holidays");
  const calendar = new Holidays();
  if (!Object.hasOwn(calendar.getCountries() ?? {}, country)) {
    const rule = "is no country whose holidays are known";
    throw new OperationError("invalid_input", {
      message: `country: ${rule}`,
      details: { field: "country", fields: [{ field: "country", rule, example: "HK" }] },
    });
  }
  calendar.init(country);
  const names = new Map<string, string>();
  for (const { date, start, end, name, type } of calendar.getHolidays(year, language.slice(0, 2))) {
    const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
    for (let day = 0; type === "public" && day < length; day++) names.set(addDays(date.slice(0, 10), day), name);
  }
  return [...names].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
}
