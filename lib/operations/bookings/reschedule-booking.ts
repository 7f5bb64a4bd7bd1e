import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { expectedVersionField } from "@/lib/kernel/fields";
import { defineOperation, type TenantOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { resourceIdField } from "../resources/resource";
import { requireBookable } from "../services/read-service";
import { staffIdField } from "../staff/staff";
import { release } from "./allocations";
import { bookingIdField, bookingView, HOLDING, toBookingView } from "./booking";
import { requireNotInClass } from "./customer-rules";
import { MINUTE_MS, wallTime } from "./local-time";
import { notifyField } from "./notice";
import { closeNoticeTasks } from "./notice-task";
import { notifyCustomers } from "./notify-customers";
import { offerFreedPlaces } from "./offer-freed-places";
import { startField, statedWeekdayField } from "./place-fields";
import { lockBooking, readBooking } from "./read-booking";
import { readStart, requireWeekday } from "./start-time";
import { takePlace, unseat } from "./take-place";
import { changedBookingView, toldWords } from "./told";

const input = z.strictObject({
  bookingId: bookingIdField,
  start: startField,
  weekday: statedWeekdayField,
  staffId: staffIdField
    .nullable()
    .optional()
    .meta({
      description:
        "Somebody else, from list_bookable_staff; null: whoever is free. Left out: whom the customer asked for, else whoever is free.",
      examples: ["mem_0OaZ3kP9x1yB7cD2eF4gH6jK"],
    }),
  resourceId: resourceIdField.optional(),
  notifyCustomer: notifyField,
  expectedVersion: expectedVersionField,
});

const output = changedBookingView.extend({
  /** Who had it before, when it is somebody else's now. */
  insteadOf: z.string().nullable(),
});

export const rescheduleBooking: TenantOperation<typeof input, typeof output> = defineOperation({
  name: "reschedule_booking",
  title: "Reschedule booking",
  description:
    "Moves a booking to another time, keeping the customer, the price and the staff member who was asked for; who was not asked for may change, and the answer says so. The old time is given up only when the new one is taken. A date of a class on which the customer has a place already is refused (rule alreadyInClass).",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input,
  output,
  renderType: "record",
  summary: ({ customer, serviceName, localStart, staffName, insteadOf, told }) =>
    `Moved: ${customer.name}, ${serviceName}, now ${localStart}${insteadOf ? `, with ${staffName ?? "nobody"} instead of ${insteadOf}` : ""}${toldWords(told)}`,
  undo: {
    with: () => rescheduleBooking,
    arguments: ({ entityId, before }) => {
      const { startTime, staffId, occurrenceId } = bookingView.parse(before);
      return { bookingId: entityId, start: startTime, ...(staffId && !occurrenceId ? { staffId } : {}) };
    },
  },

  run: moveOne,
});

/** Moves a booking, whoever asks; see reschedule_booking. */
export async function moveOne(context: TenantContext, wish: z.output<typeof input>): Promise<z.output<typeof output>> {
  const { bookingId, start: text, weekday, staffId, resourceId, notifyCustomer, expectedVersion } = wish;
  const { db, caller, note } = context;
  const { organisationId, timezone } = caller.workspace;
  const row = await lockBooking(context, bookingId);
  requireVersion(row.version, expectedVersion, bookingView, () => toBookingView(row));
  if (!HOLDING.some((status) => status === row.status)) {
    throw new OperationError("precondition_failed", {
      reason: "bookingState",
      message: `The booking is ${row.status}; it cannot be moved.`,
      details: { status: row.status },
    });
  }
  const service = await requireBookable(context, row.serviceId);
  const start = readStart(text, timezone);
  requireWeekday(start, timezone, weekday);
  // Its own time must not stand in its way; all of this is undone when the new place cannot be had.
  await release(context, bookingId);
  if (row.occurrenceId) await unseat(context, row.occurrenceId, row.participants);
  const durationMinutes = (row.endsAt.getTime() - row.startsAt.getTime()) / MINUTE_MS;
  const place = await takePlace(context, {
    service,
    start,
    durationMinutes,
    participants: row.participants,
    staffId: askedFor(row, staffId),
    resourceId,
    preferred: [row.staffId, row.resourceId],
    holder: { type: "booking", id: bookingId },
  });
  if (place.occurrenceId && place.occurrenceId !== row.occurrenceId && row.accountId) {
    const customer = { accountId: row.accountId, name: row.customerName, bookingId };
    await requireNotInClass(context, customer, place.occurrenceId);
  }
  await db.booking.update({
    where: { organisationId_id: { organisationId, id: bookingId } },
    data: {
      startsAt: new Date(place.start),
      endsAt: new Date(place.end),
      localStart: wallTime(place.start, timezone),
      timezone,
      staffId: place.staffId,
      isStaffChosen: staffId === undefined ? row.isStaffChosen : staffId !== null,
      resourceId: place.resourceId,
      occurrenceId: place.occurrenceId,
      remindedAt: null,
      sequence: { increment: 1 },
      version: { increment: 1 },
    },
  });
  if (row.occurrenceId) await offerFreedPlaces(context, row.occurrenceId);
  if (!notifyCustomer) await closeNoticeTasks(db, organisationId, [bookingId]);
  const [told = null] = notifyCustomer ? await notifyCustomers(context, "moved", [bookingId]) : [];
  const booking = await readBooking(context, bookingId);
  note({ entityId: bookingId, before: toBookingView(row), after: booking });
  const insteadOf = booking.staffId === row.staffId ? null : (row.staff?.name ?? null);
  return { ...booking, insteadOf, told };
}

/** Whom an appointment must be with. A class has the teacher it has. */
function askedFor(
  {
    isStaffChosen,
    occurrenceId,
    staffId,
  }: { isStaffChosen: boolean; occurrenceId: string | null; staffId: string | null },
  wished: string | null | undefined,
): string | undefined {
  if (wished !== undefined) return wished ?? undefined;
  return isStaffChosen && occurrenceId === null ? (staffId ?? undefined) : undefined;
}
