import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf, lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { claim } from "../bookings/allocations";
import { HOLDING, spoken } from "../bookings/booking";
import { cancelOne } from "../bookings/cancel-one";
import { MINUTE_MS } from "../bookings/local-time";
import { noticeText } from "../bookings/notice";
import { notifyCustomers } from "../bookings/notify-customers";
import { readStart } from "../bookings/start-time";
import { cancelClass, hitClasses, substituteClass } from "./absent-classes";
import { type Colleague, freeColleagues } from "./colleagues";
import { findStaff } from "./find-staff";
import { staffIdField } from "./staff";

const outcomeView = z.enum(["unchanged", "substituted", "cancelled"]);

const momentField = z.string().min(16).max(35);

export const reportAbsence = defineOperation({
  name: "report_absence",
  title: "Report absence",
  description:
    "A person cannot come. resolve list changes nothing and shows the appointments and classes hit, who could take each, and the messages; show it to the user first. substitute gives each to a free qualified colleague; cancel cancels them. Both note the time off and tell the customers, all or nothing.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({
    staffId: staffIdField,
    from: momentField.meta({
      description: "When it begins: an instant with Z, or local date and time.",
      examples: ["2026-05-12T09:00"],
    }),
    to: momentField.meta({
      description: "When it ends: an instant with Z, or local date and time.",
      examples: ["2026-05-12T18:00"],
    }),
    resolve: z
      .enum(["list", "substitute", "cancel"])
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
        substitutes: z.array(z.object({ staffId: z.string(), name: z.string() })),
        messages: z.object({ ifSubstituted: z.string().nullable(), ifCancelled: z.string() }),
        outcome: outcomeView,
      }),
    ),
    classes: z.array(
      z.object({
        occurrenceId: z.string(),
        serviceName: z.string(),
        localStart: z.string(),
        placesTaken: z.int(),
        substitutes: z.array(z.object({ staffId: z.string(), name: z.string() })),
        outcome: outcomeView,
      }),
    ),
    closureId: z.string().nullable(),
  }),
  renderType: "table",
  summary: ({ bookings, classes, closureId }) =>
    `${countOf(bookings.length, "appointment")} and ${countOf(classes.length, "class", "classes")} hit${closureId ? "; resolved and customers told" : "; nothing changed yet"}`,
  undo: { none: "Remove the time off with remove_closure; customers were told, so book or move anew." },

  async run(context, { staffId, from, to, resolve, reason }) {
    const { db, caller, note } = context;
    const { organisationId, companyId, timezone } = caller.workspace;
    const staff = await findStaff(context, staffId);
    const span = { start: readStart(from, timezone, "from"), end: readStart(to, timezone, "to") };
    if (span.end <= span.start) throw wrongEnd();
    const hit = await hitAppointments(context, staff.id, span);
    const found = [];
    for (const booking of hit) {
      const substitutes = await freeColleagues(context, {
        serviceId: booking.serviceId,
        absentId: staff.id,
        happens: { start: booking.startsAt.getTime(), end: booking.endsAt.getTime() },
        taken: takenBy(booking),
      });
      const outcome =
        resolve === "substitute"
          ? await substitute(context, booking, substitutes)
          : resolve === "cancel"
            ? await cancel(context, booking.id)
            : ("unchanged" as const);
      found.push({
        bookingId: booking.id,
        customerName: booking.customerName,
        serviceName: booking.service.name,
        localStart: spoken(booking.startsAt.getTime(), timezone),
        substitutes,
        messages: messagesOf(context, booking, substitutes),
        outcome,
      });
    }
    const classes = await resolveClasses(context, staff.id, span, resolve);
    if (resolve === "list") return { bookings: found, classes, closureId: null };
    const id = newId("clo");
    const times = { startsAt: new Date(span.start), endsAt: new Date(span.end) };
    await db.closure.create({
      data: { organisationId, companyId, id, staffId: staff.id, ...times, reason: reason ?? null, source: "absence" },
    });
    note({
      entityId: staff.id,
      after: {
        closureId: id,
        resolve,
        bookingIds: hit.map((booking) => booking.id),
        classes: classes.map((each) => each.occurrenceId),
      },
    });
    return { bookings: found, classes, closureId: id };
  },
});

async function resolveClasses(
  context: TenantContext,
  staffId: string,
  span: { start: number; end: number },
  resolve: "list" | "substitute" | "cancel",
) {
  const { timezone } = context.caller.workspace;
  const hit = await hitClasses(context, staffId, span);
  const names = await context.db.service.findMany({
    where: { id: { in: hit.map(({ occurrence }) => occurrence.serviceId) } },
    select: { id: true, name: true },
  });
  const classes = [];
  for (const { occurrence, substitutes } of hit) {
    if (resolve === "substitute") await substituteClass(context, occurrence, substitutes);
    if (resolve === "cancel") await cancelClass(context, occurrence);
    classes.push({
      occurrenceId: occurrence.id,
      serviceName: names.find(({ id }) => id === occurrence.serviceId)?.name ?? "",
      localStart: spoken(occurrence.start, timezone),
      placesTaken: occurrence.taken,
      substitutes,
      outcome: ({ list: "unchanged", substitute: "substituted", cancel: "cancelled" } as const)[resolve],
    });
  }
  return classes;
}

function wrongEnd(): OperationError {
  const rule = "must be later than from";
  return new OperationError("invalid_input", {
    message: `to: ${rule}`,
    details: { field: "to", fields: [{ field: "to", rule }] },
  });
}

function hitAppointments({ db }: TenantContext, staffId: string, span: { start: number; end: number }) {
  return db.booking.findMany({
    where: {
      staffId,
      occurrenceId: null,
      status: { in: [...HOLDING] },
      startsAt: { lt: new Date(span.end) },
      endsAt: { gt: new Date(Math.max(span.start, Date.now())) },
    },
    orderBy: { startsAt: "asc" },
    include: { service: true },
  });
}

type Hit = Awaited<ReturnType<typeof hitAppointments>>[number];

/** The time a booking takes of a person, with the service's buffers. */
function takenBy({ startsAt, endsAt, service }: Hit) {
  return {
    start: startsAt.getTime() - service.bufferBeforeMinutes * MINUTE_MS,
    end: endsAt.getTime() + service.bufferAfterMinutes * MINUTE_MS,
  };
}

/** What each customer can be sent by hand, for the user to read before anything happens. */
function messagesOf({ caller }: TenantContext, booking: Hit, [colleague]: readonly Colleague[]) {
  const { companyName: businessName, language } = caller.workspace;
  const row = { ...booking, serviceName: booking.service.name, businessName, language };
  return {
    ifSubstituted: colleague ? noticeText(row, { isWith: colleague.name }) : null,
    ifCancelled: noticeText(row, "cancelled"),
  };
}

async function substitute(
  context: TenantContext,
  booking: Hit,
  colleagues: readonly { staffId: string }[],
): Promise<"substituted"> {
  const { db, caller } = context;
  const { organisationId, timezone } = caller.workspace;
  for (const { staffId } of colleagues) {
    const wanted = { ...takenBy(booking), subjectType: "staff" as const, subjectId: staffId, units: 1 };
    if (!(await claim(context, { ...wanted, holderType: "booking", holderId: booking.id }))) continue;
    await db.$executeRaw`
      DELETE FROM booking_allocations WHERE holder_id = ${booking.id} AND subject_id = ${booking.staffId ?? ""}`;
    await db.booking.update({
      where: { organisationId_id: { organisationId, id: booking.id } },
      data: { staffId, sequence: { increment: 1 }, version: { increment: 1 } },
    });
    await notifyCustomers(context, "moved", [booking.id]);
    return "substituted";
  }
  throw new OperationError("slot_taken", {
    message: `Nobody is free for ${booking.customerName}, ${spoken(booking.startsAt.getTime(), timezone)}. Nothing was changed.`,
    hint: "Move that booking first with reschedule_booking, or use resolve cancel.",
    details: { rule: "noSubstitute", bookingId: booking.id },
  });
}

async function cancel(context: TenantContext, bookingId: string): Promise<"cancelled"> {
  await cancelOne(context, { bookingId, reason: "Staff absence", notifyCustomer: true });
  return "cancelled";
}
