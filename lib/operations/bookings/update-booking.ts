import "server-only";
import { z } from "zod";
import { expectedVersionField, lineOfText } from "@/lib/kernel/fields";
import { defineOperation, type TenantOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { bookingIdField, bookingView, toBookingView } from "./booking";
import { placeFields } from "./place-fields";
import { lockBooking, readBooking } from "./read-booking";
import { reseat } from "./reseat";
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
    .meta({
      description: "People who come; a class takes a place for each, an appointment at most the service's capacity.",
      examples: [2],
    }),
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
