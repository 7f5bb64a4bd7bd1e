import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { countOf, instant } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { toClosureView } from "../opening-hours/closed-time";
import { closureView } from "../opening-hours/closure";
import { dateField } from "../opening-hours/window";
import { resourceIdField } from "../resources/resource";
import { type Occurrence, occurrencesBetween } from "../schedules/occurrences";
import { withoutClosed } from "../schedules/without-closed";
import { serviceIdField } from "../services/service";
import { findStaff } from "../staff/find-staff";
import { staffIdField } from "../staff/staff";
import { bookingView, spoken, toBookingView, withNames } from "./booking";
import type { Interval } from "./intervals";
import { addDays, localDay } from "./local-time";

const MOST_DAYS = 31;
const MOST_BOOKINGS = 1_000;

const classDateView = z.object({
  occurrenceId: z.string(),
  scheduleId: z.string(),
  date: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  staffId: z.string().nullable(),
  staffName: z.string().nullable(),
  resourceId: z.string().nullable(),
  resourceName: z.string().nullable(),
  startTime: instant,
  endTime: instant,
  localStart: z.string(),
  capacity: z.int(),
  taken: z.int(),
  /** Customers on its wait-list. */
  waiting: z.int(),
});

export const getCalendar = defineOperation({
  name: "get_calendar",
  title: "Get calendar",
  description:
    "Shows everything that happens on some days in the company's time zone: bookings of appointments and classes (not the cancelled ones), class dates with teacher, room and places taken (on closed days only those that somebody booked), and closures and absences. Free times come from get_available_slots.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({
    dateFrom: dateField.meta({ description: "First local day, YYYY-MM-DD.", examples: ["2026-05-11"] }),
    dateTo: dateField
      .optional()
      .meta({ description: "Last local day, at most 31 days in all. Default: the first.", examples: ["2026-05-17"] }),
    staffId: staffIdField.optional(),
    resourceId: resourceIdField.optional(),
    serviceId: serviceIdField.optional(),
  }),
  output: z.object({
    bookings: z.array(bookingView),
    classes: z.array(classDateView),
    closures: z.array(closureView),
    timezone: z.string(),
    isCut: z.boolean(),
  }),
  renderType: "table",
  summary: ({ bookings, classes }) =>
    `${countOf(bookings.length, "booking")}, ${countOf(classes.length, "class date")}`,

  async run(context, { dateFrom, dateTo = dateFrom, staffId, resourceId, serviceId }) {
    const { timezone } = context.caller.workspace;
    if (dateTo < dateFrom) throw invalidField("dateTo", "must not be before dateFrom");
    if (dateTo > addDays(dateFrom, MOST_DAYS - 1)) throw invalidField("dateTo", `must make at most ${MOST_DAYS} days`);
    const span = { start: localDay(dateFrom, timezone).startOf(0), end: localDay(dateTo, timezone).endOf(1_440) };
    const staff = staffId ? await findStaff(context, staffId) : undefined;
    const filter = {
      ...(staff ? { staffId: staff.id } : {}),
      ...(resourceId ? { resourceId } : {}),
      ...(serviceId ? { serviceId } : {}),
    };
    const [bookings, occurrences, closures] = await Promise.all([
      context.db.booking.findMany({
        where: { ...within(span), ...filter, status: { not: "cancelled" } },
        orderBy: [{ startsAt: "asc" }, { id: "asc" }],
        take: MOST_BOOKINGS + 1,
        include: withNames,
      }),
      occurrencesBetween(context, { from: addDays(dateFrom, -1), to: dateTo, ...(serviceId ? { serviceId } : {}) }),
      context.db.closure.findMany({
        where: { ...within(span), ...(staff ? { OR: [{ staffId: null }, { staffId: staff.id }] } : {}) },
        orderBy: { startsAt: "asc" },
      }),
    ]);
    const shown = occurrences.filter(
      (each) =>
        each.end > span.start &&
        each.start < span.end &&
        (!staff || each.staffId === staff.id) &&
        (!resourceId || each.resourceId === resourceId),
    );
    const takingPlace = new Set((await withoutClosed(context, shown)).map(({ id }) => id));
    const classes = shown.filter(({ id, taken }) => taken > 0 || takingPlace.has(id));
    return {
      bookings: bookings.slice(0, MOST_BOOKINGS).map(toBookingView),
      classes: await classDates(context, classes),
      closures: closures.map((row) => toClosureView(row, timezone)),
      timezone,
      isCut: bookings.length > MOST_BOOKINGS,
    };
  },
});

const within = ({ start, end }: Interval) => ({ startsAt: { lt: new Date(end) }, endsAt: { gt: new Date(start) } });

/** Class dates with the names of what they need and how many wait for them: four queries, however many dates. */
async function classDates({ db, caller }: TenantContext, occurrences: readonly Occurrence[]) {
  const { timezone } = caller.workspace;
  const idsOf = (key: "serviceId" | "staffId" | "resourceId") => [
    ...new Set(occurrences.flatMap((each) => each[key] ?? [])),
  ];
  const named = { id: true, name: true } as const;
  const [services, staff, resources, waiting] = await Promise.all([
    db.service.findMany({ where: { id: { in: idsOf("serviceId") } }, select: named }),
    db.staffMember.findMany({ where: { id: { in: idsOf("staffId") } }, select: named }),
    db.resource.findMany({ where: { id: { in: idsOf("resourceId") } }, select: named }),
    db.waitlistEntry.groupBy({
      by: ["occurrenceId"],
      where: { occurrenceId: { in: occurrences.map(({ id }) => id) }, status: { in: ["waiting", "offered"] } },
      _count: true,
    }),
  ]);
  const names = new Map([...services, ...staff, ...resources].map(({ id, name }) => [id, name]));
  const queues = new Map(waiting.map(({ occurrenceId, _count }) => [occurrenceId, _count]));
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  return occurrences.map(({ id, start, end, isStored: _, ...each }) => ({
    ...each,
    occurrenceId: id,
    serviceName: nameOf(each.serviceId) ?? "",
    staffName: nameOf(each.staffId),
    resourceName: nameOf(each.resourceId),
    startTime: new Date(start).toISOString(),
    endTime: new Date(end).toISOString(),
    localStart: spoken(start, timezone),
    waiting: queues.get(id) ?? 0,
  }));
}
