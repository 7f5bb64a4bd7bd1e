import "server-only";
import { z } from "zod";
import { instant } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { FIELD_VALUES, fieldValuesView, toFieldValues } from "../custom-fields/field-values";
import { OPEN_STATUSES } from "../tasks/task";
import { bookingIdField, bookingView } from "./booking";
import { readBooking } from "./read-booking";

const MOST_EVENTS = 100;

export const getBookingDetail = defineOperation({
  name: "get_booking_detail",
  title: "Get booking detail",
  description:
    "Shows one booking with its add-ons, custom fields and history: who made, moved, confirmed or cancelled it and when.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({ bookingId: bookingIdField }),
  output: z.object({
    booking: bookingView,
    addOns: z.array(z.object({ id: z.string(), name: z.string() })),
    /** How many people it may be changed to at most: the places of its class, or what an appointment is made for. */
    mostParticipants: z.int(),
    customFields: fieldValuesView,
    /** The open task by which a customer without a mail address is still to be told. */
    toTell: z.object({ taskId: z.string(), title: z.string() }).nullable(),
    history: z.array(
      z.object({ at: instant, operation: z.string(), by: z.string().nullable(), summary: z.string().nullable() }),
    ),
  }),
  renderType: "record",
  summary: ({ booking }) =>
    `${booking.customer.name}: ${booking.serviceName}, ${booking.localStart} (${booking.status})`,

  async run({ db }, { bookingId }) {
    const booking = await readBooking({ db }, bookingId);
    const { addOns, fieldValues, service, occurrence } = await db.booking.findFirstOrThrow({
      where: { id: bookingId },
      select: {
        addOns: true,
        fieldValues: FIELD_VALUES,
        service: { select: { capacity: true } },
        occurrence: { select: { capacity: true } },
      },
    });
    const toTell = await db.task.findFirst({
      where: { bookingId, status: { in: OPEN_STATUSES }, deletedAt: null },
      orderBy: { id: "desc" },
      select: { id: true, title: true },
    });
    const events = await db.auditEvent.findMany({
      where: { entityId: bookingId, outcome: "done", effect: { not: "read" } },
      orderBy: { id: "asc" },
      take: MOST_EVENTS,
    });
    return {
      booking,
      addOns: z.array(z.object({ id: z.string(), name: z.string() })).parse(addOns),
      mostParticipants: occurrence?.capacity ?? Math.max(1, service.capacity),
      customFields: toFieldValues(fieldValues),
      toTell: toTell && { taskId: toTell.id, title: toTell.title },
      history: events.map(({ occurredAt, operation, actorLabel, summary }) => ({
        at: occurredAt.toISOString(),
        operation,
        by: actorLabel,
        summary,
      })),
    };
  },
});
