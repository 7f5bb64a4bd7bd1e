import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { HOLDING, spoken } from "../bookings/booking";
import { notifyCustomers } from "../bookings/notify-customers";
import { tellWaiting } from "../bookings/tell-waiting";
import { cancelledWords, countTold, toldCounts, waitingWords } from "../bookings/told";
import { occurrenceIdField } from "../bookings/waitlist";
import { endDate } from "./end-date";
import { requireOccurrence } from "./require-occurrence";
import { storeOccurrence } from "./store-occurrence";

export const cancelClassDate = defineOperation({
  name: "cancel_class_date",
  title: "Cancel class date",
  description:
    "Cancels one date of a class; the others stay. Refused while people are booked, unless cancelBookings is true: then they are cancelled. Who had a place or was waiting for one is told. The whole series: cancel_service_schedule.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({
    occurrenceId: occurrenceIdField,
    cancelBookings: z
      .boolean()
      .default(false)
      .meta({ description: "Also cancel the bookings of this date.", examples: [false] }),
  }),
  output: z.object({
    occurrenceId: z.string(),
    localStart: z.string(),
    cancelledBookingIds: z.array(z.string()),
    told: toldCounts,
    toldWaiting: toldCounts,
  }),
  renderType: "record",
  summary: ({ localStart, cancelledBookingIds, told, toldWaiting }) =>
    `Class of ${localStart} cancelled; ${cancelledWords(cancelledBookingIds, told)}${waitingWords(toldWaiting)}`,
  undo: { none: "Add the date again with create_service_schedule; cancelled bookings stay cancelled." },

  async run(context, { occurrenceId, cancelBookings }) {
    const { db, caller, note } = context;
    const { timezone } = caller.workspace;
    const occurrence = await requireOccurrence(context, occurrenceId);
    await storeOccurrence(context, occurrence);
    await lockRow(db, "schedule_occurrences", occurrenceId);
    const where = { occurrenceId, status: { in: [...HOLDING] } };
    const booked = (await db.booking.findMany({ where, select: { id: true } })).map(({ id }) => id);
    if (booked.length > 0 && !cancelBookings) {
      throw new OperationError("precondition_failed", {
        reason: "bookedClass",
        message: `${countOf(booked.length, "person has", "people have")} booked this class.`,
        hint: "Tell the user how many are booked; repeat with cancelBookings true to cancel them too.",
        details: { bookings: booked.length },
      });
    }
    const { waited } = await endDate(context, occurrenceId);
    const told = countTold(await notifyCustomers(context, "cancelled", booked));
    const toldWaiting = countTold(await tellWaiting(context, "cancelled", waited));
    note({ entityId: occurrenceId, after: { status: "cancelled", cancelledBookingIds: booked } });
    return {
      occurrenceId,
      localStart: spoken(occurrence.start, timezone),
      cancelledBookingIds: booked,
      told,
      toldWaiting,
    };
  },
});
