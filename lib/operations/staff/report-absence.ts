import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf, lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import type { Interval } from "../bookings/intervals";
import { momentText, readStart } from "../bookings/start-time";
import { countedWords, countTold, toldCounts } from "../bookings/told";
import { toClosureTimes } from "../opening-hours/closed-time";
import { findStaff } from "./find-staff";
import { RESOLVES, resolveAppointments, resolveClasses } from "./resolve-absence";
import { staffIdField } from "./staff";

const colleagueView = z.object({ staffId: z.string(), name: z.string() });
const outcomeFields = {
  substitutes: z.array(colleagueView),
  outcome: z.enum(["unchanged", "substituted", "cancelled"]),
  /** Who has it now. */
  givenTo: colleagueView.nullable(),
};

/** What nobody could take: it stands as it was until the user decides. */
const leftView = z.object({
  bookingId: z.string().nullable(),
  occurrenceId: z.string().nullable(),
  what: z.string(),
  localStart: z.string(),
  /** The tools that settle it. */
  next: z.string(),
});

export const reportAbsence = defineOperation({
  name: "report_absence",
  title: "Report absence",
  description:
    "A person cannot come. resolve list changes nothing and shows the appointments and classes hit, who could take each, and the messages; show it to the user first. substitute gives each to a free colleague who is assigned to the service; what nobody can take stays and is named in left with the tool that settles it. cancel cancels them. Both note the time off, once however often it is reported, and tell the customers: told counts who hears of it by mail, by a task that was made, or not at all.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({
    staffId: staffIdField,
    from: momentText.meta({
      description: "When it begins: an instant with Z, or local date and time.",
      examples: ["2026-05-12T09:00"],
    }),
    to: momentText.meta({
      description: "When it ends: an instant with Z, or local date and time.",
      examples: ["2026-05-12T18:00"],
    }),
    resolve: z
      .enum(RESOLVES)
      .default("list")
      .meta({ description: "list: only show; substitute or cancel: act.", examples: ["list"] }),
    reason: lineOfText(1, 200)
      .optional()
      .meta({ description: "Why, for the calendar.", examples: ["Ill"] }),
  }),
  output: z.object({
    bookings: z.array(
      z.object({
        bookingId: z.string(),
        customerName: z.string(),
        serviceName: z.string(),
        localStart: z.string(),
        messages: z.object({ ifSubstituted: z.string().nullable(), ifCancelled: z.string() }),
        ...outcomeFields,
      }),
    ),
    classes: z.array(
      z.object({
        occurrenceId: z.string(),
        serviceName: z.string(),
        localStart: z.string(),
        placesTaken: z.int(),
        ...outcomeFields,
      }),
    ),
    left: z.array(leftView),
    told: toldCounts,
    /** The time off; null while none is noted. */
    closureId: z.string().nullable(),
    /** Whether this call noted it, it was noted before, or nothing is noted. */
    noted: z.enum(["now", "before", "no"]),
    resolve: z.enum(RESOLVES),
  }),
  renderType: "table",
  summary: ({ bookings, classes, left, told, noted, resolve }) =>
    [
      `${countOf(bookings.length, "appointment")} and ${countOf(classes.length, "class", "classes")} hit`,
      NOTED[noted],
      resolve === "list" ? "nothing changed" : countedWords(told) || "nobody was told",
      ...left.map(({ what, localStart, next }) => `nobody can take ${what}, ${localStart}: ${next}`),
    ].join("; "),
  undo: { none: "Remove the time off with remove_closure; customers were told, so book or move anew." },

  async run(context, { staffId, from, to, resolve, reason }) {
    const { db, caller, note } = context;
    const { organisationId, companyId, timezone } = caller.workspace;
    const staff = await findStaff(context, staffId);
    const span = { start: readStart(from, timezone, "from"), end: readStart(to, timezone, "to") };
    if (span.end <= span.start) throw wrongEnd();
    const bookings = await resolveAppointments(context, staff.id, span, resolve);
    const classes = await resolveClasses(context, staff.id, span, resolve);
    const known = await notedBefore(context, staff.id, span);
    const outcome = {
      bookings,
      classes,
      told: countTold([...bookings, ...classes].flatMap(({ told }) => told)),
      resolve,
    };
    if (resolve === "list") {
      note({ effect: "read" });
      return { ...outcome, left: [], closureId: known, noted: known ? ("before" as const) : ("no" as const) };
    }
    const id = known ?? newId("clo");
    if (!known) {
      const times = toClosureTimes(span, timezone);
      await db.closure.create({
        data: { organisationId, companyId, id, staffId: staff.id, ...times, reason: reason ?? null, source: "absence" },
      });
    }
    note({
      entityId: staff.id,
      after: {
        closureId: id,
        resolve,
        bookingIds: bookings.map((booking) => booking.bookingId),
        classes: classes.map((each) => each.occurrenceId),
      },
    });
    return {
      ...outcome,
      left: [...bookings.flatMap(leftAppointment), ...classes.flatMap(leftClass)],
      closureId: id,
      noted: known ? ("before" as const) : ("now" as const),
    };
  },
});

const NOTED = { now: "absence noted", before: "absence was noted before", no: "no absence noted yet" } as const;

/** The time off of a person that covers a time already. */
async function notedBefore({ db }: TenantContext, staffId: string, { start, end }: Interval): Promise<string | null> {
  const where = { staffId, startsAt: { lte: new Date(start) }, endsAt: { gte: new Date(end) } };
  return (await db.closure.findFirst({ where, orderBy: { id: "asc" }, select: { id: true } }))?.id ?? null;
}

interface Resolved {
  serviceName: string;
  localStart: string;
  outcome: "unchanged" | "substituted" | "cancelled";
}

function leftAppointment(booking: Resolved & { bookingId: string; customerName: string }): z.output<typeof leftView>[] {
  const { bookingId, customerName, serviceName, localStart, outcome } = booking;
  if (outcome !== "unchanged") return [];
  const next = "reschedule_booking (staffId null: with whoever is free) or cancel_booking with this bookingId";
  return [{ bookingId, occurrenceId: null, what: `${customerName}'s ${serviceName}`, localStart, next }];
}

/** A class that nobody booked needs no decision: while its teacher is away it is not offered. */
function leftClass(lesson: Resolved & { occurrenceId: string; placesTaken: number }): z.output<typeof leftView>[] {
  const { occurrenceId, serviceName, localStart, placesTaken, outcome } = lesson;
  if (outcome !== "unchanged" || placesTaken === 0) return [];
  const next =
    "cancel_class_date with this occurrenceId, or update_service_schedule with applyTo this and another staffId or time";
  return [{ bookingId: null, occurrenceId, what: `${serviceName} (${placesTaken} booked)`, localStart, next }];
}

function wrongEnd(): OperationError {
  const rule = "must be later than from";
  return new OperationError("invalid_input", {
    message: `to: ${rule}`,
    details: { field: "to", fields: [{ field: "to", rule }] },
  });
}
