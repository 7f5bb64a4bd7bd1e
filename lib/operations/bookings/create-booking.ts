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
import { requireJustNow } from "./walk-in";

export const createBooking = defineOperation({
  name: "create_booking",
  title: "Create booking",
  description:
    "Books a service for a customer. Ask get_available_slots for a free time first; its startTime is start here. Double booking is impossible: a refusal names its rule (details.rule) and the nearest free times (details.alternatives); offer those to the user. A customer named only by name must fit exactly one, and mail or phone must be of that name; otherwise the refusal lists the candidates, and you ask the user. Somebody who is there without a booking: walkIn true.",
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
    walkIn: z
      .boolean()
      .default(false)
      .meta({
        description:
          "The customer is there now, or was within the last day, without a booking: start is when the visit began (now, or any minute of the last day), at any hour. They are checked in at once, and no confirmation is sent. customer may be a name alone.",
        examples: [false],
      }),
  }),
  output: changedBookingView.extend({
    /** Under whose account it is booked, when somebody of another name comes. */
    accountName: z.string().nullable(),
  }),
  renderType: "record",
  summary: ({ customer, accountName, serviceName, localStart, status, checkedInAt, told }) =>
    `${customer.name}${accountName ? ` (under ${accountName})` : ""}: ${serviceName}, ${localStart} (${checkedInAt ? "checked in" : status})${toldWords(told)}`,
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
      walkIn,
    },
  ) {
    const { caller, note } = context;
    const { timezone } = caller.workspace;
    const service = await requireBookable(context, serviceId);
    requireFitting(service, participants);
    const start = readStart(text, timezone);
    requireWeekday(start, timezone, weekday);
    if (walkIn) requireJustNow(start, timezone);
    await enforceQuota(context, "bookingsPerMonth");
    const id = newId("bkg");
    const held = holdId ? await releaseHold(context, holdId) : null;
    const addOns = await addOnsOf(context, serviceId, addOnIds ?? held?.addOnIds ?? []);
    const durationMinutes = lengthWith(service, addOns);
    // The place comes first: whoever does not get it costs no customer's record.
    const wish = { service, start, durationMinutes, participants, staffId, resourceId, isWalkIn: walkIn };
    const who = () => findCustomer(context, whom, { isThere: walkIn });
    const place = await orClaimKept(context, who, () =>
      takePlace(context, { ...wish, holder: { type: "booking", id } }),
    );
    const customer = await who();
    // Rules about what may be booked come too late for somebody who is there.
    if (!walkIn) await requireCustomerMayBook(context, { accountId: customer.accountId, ...wish });
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
      isWalkIn: walkIn,
    });
    const [told = null] = notifyCustomer && !walkIn ? await notifyCustomers(context, "confirmation", [id]) : [];
    const booking = await readBooking(context, id);
    note({ entityId: id, after: booking });
    return { ...booking, accountName: customer.accountName ?? null, told };
  },
});
