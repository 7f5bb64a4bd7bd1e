import "server-only";
import { z } from "zod";
import { lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { enforceQuota } from "@/lib/kernel/quota";
import { addOnsOf, lengthWith } from "../services/add-on";
import { requireBookable } from "../services/read-service";
import { releaseHold } from "./allocations";
import { cancelBooking } from "./cancel-booking";
import { customerField, findCustomer } from "./customer";
import { requireCustomerMayBook, requireNotInClass } from "./customer-rules";
import { orClaimKept } from "./kept-place";
import { requireFitting } from "./most-people";
import { notifyField } from "./notice";
import { notifyCustomers } from "./notify-customers";
import { placeFields } from "./place-fields";
import { placeLane } from "./place-lane";
import { readBooking } from "./read-booking";
import { holdIdField } from "./release-slot";
import { readStart, requireWeekday } from "./start-time";
import { storeBooking } from "./store-booking";
import { takePlace } from "./take-place";
import { changedBookingView, toldWords } from "./told";

export const createBooking = defineOperation({
  name: "create_booking",
  title: "Create booking",
  description:
    "Books a service for a customer. Ask get_available_slots for a free time first; its startTime is start here. Double booking is impossible: a refusal names its rule (details.rule) and the nearest free times (details.alternatives); offer those to the user. A customer named only by name must fit exactly one, and mail or phone must be of that name; otherwise the refusal lists the candidates, and you ask the user.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    ...placeFields,
    customer: customerField,
    notes: lineOfText(1, 1_000)
      .optional()
      .meta({ description: "A note for the staff.", examples: ["First visit"] }),
    holdId: holdIdField
      .optional()
      .meta({ description: "A hold of this time, from hold_slot.", examples: ["hold_0OaZ3kP9x1yB7cD2eF4gH6jK"] }),
    notifyCustomer: notifyField,
    allowSecond: z
      .boolean()
      .default(false)
      .meta({ description: "Book a class although the customer has a place in it.", examples: [false] }),
  }),
  output: changedBookingView.extend({
    /** Under whose account it is booked, when somebody of another name comes. */
    accountName: z.string().nullable(),
  }),
  renderType: "record",
  summary: ({ customer, accountName, serviceName, localStart, status, told }) =>
    `${customer.name}${accountName ? ` (under ${accountName})` : ""}: ${serviceName}, ${localStart} (${status})${toldWords(told)}`,
  undo: {
    with: () => cancelBooking,
    arguments: ({ entityId }) => ({ bookingId: entityId, reason: "Booking taken back" }),
  },

  lane: placeLane,
  async run(
    context,
    {
      serviceId,
      start: text,
      weekday,
      customer: whom,
      participants,
      addOnIds,
      notes,
      staffId,
      resourceId,
      holdId,
      notifyCustomer,
      allowSecond,
    },
  ) {
    const { caller, note } = context;
    const { timezone } = caller.workspace;
    const service = await requireBookable(context, serviceId);
    requireFitting(service, participants);
    const start = readStart(text, timezone);
    requireWeekday(start, timezone, weekday);
    await enforceQuota(context, "bookingsPerMonth");
    const id = newId("bkg");
    const held = holdId ? await releaseHold(context, holdId) : null;
    const addOns = await addOnsOf(context, serviceId, addOnIds ?? held?.addOnIds ?? []);
    const durationMinutes = lengthWith(service, addOns);
    // The place comes first: whoever does not get it costs no customer's record.
    const wish = { service, start, durationMinutes, participants, staffId, resourceId };
    const place = await orClaimKept(
      context,
      () => findCustomer(context, whom),
      () => takePlace(context, { ...wish, holder: { type: "booking", id } }),
    );
    const customer = await findCustomer(context, whom);
    await requireCustomerMayBook(context, { accountId: customer.accountId, ...wish });
    if (place.occurrenceId && !allowSecond) await requireNotInClass(context, customer, place.occurrenceId);
    const isStaffChosen = staffId !== undefined;
    await storeBooking(context, {
      id,
      service,
      customer,
      place,
      isStaffChosen,
      participants,
      addOns,
      notes: notes ?? null,
    });
    const [told = null] = notifyCustomer ? await notifyCustomers(context, "confirmation", [id]) : [];
    const booking = await readBooking(context, id);
    note({ entityId: id, after: booking });
    return { ...booking, accountName: customer.accountName ?? null, told };
  },
});
