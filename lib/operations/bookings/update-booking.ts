import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { expectedVersionField, lineOfText } from "@/lib/kernel/fields";
import { defineOperation, type TenantOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { bookingIdField, bookingView, isHolding, toBookingView } from "./booking";
import { offerFreedPlaces } from "./offer-freed-places";
import { placeFields } from "./place-fields";
import { lockBooking, readBooking } from "./read-booking";
import { seat, unseat } from "./take-place";
import { offerView, offerWords } from "./waitlist";

const input = z.strictObject({
  bookingId: bookingIdField,
  notes: lineOfText(1, 1_000)
    .nullable()
    .optional()
    .meta({ description: "A note for the staff; null clears it.", examples: ["Bad back"] }),
  participants: placeFields.participants
    .unwrap()
    .optional()
    .meta({ description: "People who come; a class takes a place for each.", examples: [2] }),
  expectedVersion: expectedVersionField,
});

const output = bookingView.extend({ offers: z.array(offerView) });

export const updateBooking: TenantOperation<typeof input, typeof output> = defineOperation({
  name: "update_booking",
  title: "Update booking",
  description:
    "Changes the note of a booking and how many people come. A class takes or gives back places for them and the price follows; offers says for whom of the wait-list a freed place is kept now. The customer is not told. Another time: reschedule_booking.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input,
  output,
  renderType: "record",
  summary: ({ customer, serviceName, localStart, participants, offers }) =>
    `Changed: ${customer.name}, ${serviceName}, ${localStart}, ${participants === 1 ? "1 person" : `${participants} people`}${offerWords(offers)}`,
  undo: {
    with: () => updateBooking,
    arguments: ({ entityId, before }) => {
      const { notes, participants } = bookingView.parse(before);
      return { bookingId: entityId, notes, participants };
    },
  },

  async run(context, { bookingId, notes, participants, expectedVersion }) {
    const { db, caller, note } = context;
    const { organisationId } = caller.workspace;
    const row = await lockBooking(context, bookingId);
    requireVersion(row.version, expectedVersion, bookingView, () => toBookingView(row));
    const people = participants ?? row.participants;
    const offers = people === row.participants ? [] : await reseat(context, row, people);
    await db.booking.update({
      where: { organisationId_id: { organisationId, id: bookingId } },
      data: {
        ...(notes === undefined ? {} : { notes }),
        participants: people,
        priceMinor: (row.priceMinor / BigInt(row.participants)) * BigInt(people),
        version: { increment: 1 },
      },
    });
    const booking = await readBooking(context, bookingId);
    note({ entityId: bookingId, before: toBookingView(row), after: booking });
    return { ...booking, offers };
  },
});

type Row = Awaited<ReturnType<typeof lockBooking>>;

/** Takes or gives back places of a class. Throws class_full, or precondition_failed for a booking that holds none. */
async function reseat(context: TenantContext, { status, occurrenceId, occurrence, participants }: Row, people: number) {
  if (!isHolding(status)) {
    throw new OperationError("precondition_failed", {
      reason: "bookingState",
      message: `The booking is ${status}; the number of people stays.`,
      details: { status },
    });
  }
  if (!occurrenceId || !occurrence) return [];
  if (people < participants) {
    await unseat(context, occurrenceId, participants - people);
    return offerFreedPlaces(context, occurrenceId);
  }
  if (await seat(context, occurrence, people - participants)) return [];
  throw new OperationError("class_full", {
    hint: "details.remainingCapacity more can come; join_waitlist lets others wait, reschedule_booking takes another date.",
    details: {
      rule: "classFull",
      occurrenceId,
      remainingCapacity: Math.max(0, occurrence.capacity - occurrence.taken),
    },
  });
}
