import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { enforceQuota } from "@/lib/kernel/quota";
import { lockRow } from "@/lib/kernel/versions";
import { requireBookable } from "../services/read-service";
import { cancelBooking } from "./cancel-booking";
import { requireNotInClass } from "./customer-rules";
import { notifyCustomers } from "./notify-customers";
import { readBooking } from "./read-booking";
import { storeBooking } from "./store-booking";
import { withdrawOffer } from "./tell-offer";
import { type ChangedBooking, changedBookingView, toldWords } from "./told";
import { entryIdField, noEntry } from "./waitlist";

export const claimWaitlistPlace = defineOperation({
  name: "claim_waitlist_place",
  title: "Claim wait-list place",
  description:
    "Books the place that the wait-list keeps for a customer, while its offer lasts (offeredUntil in list_waitlist). Refused for who got a place in this class meanwhile (rule alreadyInClass). Repeating it answers the same booking.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({ entryId: entryIdField }),
  output: changedBookingView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart, told }) =>
    `${customer.name}: ${serviceName}, ${localStart}, from the wait-list${toldWords(told)}`,
  undo: { with: () => cancelBooking, arguments: ({ entityId }) => ({ bookingId: entityId }) },

  run: claimPlace,
});

const ALREADY_IN = "They got a place meanwhile: leave_waitlist gives the kept one to the next in line.";

/** Books the kept place, whoever asks; see claim_waitlist_place. */
export async function claimPlace(context: TenantContext, { entryId }: { entryId: string }): Promise<ChangedBooking> {
  const { db, caller, note } = context;
  const { organisationId } = caller.workspace;
  const found = await db.waitlistEntry.findFirst({ where: { id: entryId } });
  if (!found) throw noEntry();
  await lockRow(db, "schedule_occurrences", found.occurrenceId);
  const entry = await db.waitlistEntry.findFirstOrThrow({
    where: { id: entryId },
    include: { occurrence: { include: { schedule: true } } },
  });
  if (entry.bookingId) return { ...(await readBooking(context, entry.bookingId)), told: null };
  const isOpen = entry.status === "offered" && (entry.offeredUntil?.getTime() ?? 0) > Date.now();
  if (!isOpen || !entry.accountId || entry.occurrence.status !== "active") {
    throw new OperationError("precondition_failed", {
      reason: "noOffer",
      message: `No place is kept for this entry (${entry.status}).`,
      hint: "list_waitlist shows who has an offer and until when.",
      details: { status: entry.status },
    });
  }
  const holder = { accountId: entry.accountId, name: entry.customerName, hint: ALREADY_IN };
  await requireNotInClass(context, holder, entry.occurrenceId);
  await enforceQuota(context, "bookingsPerMonth");
  const { occurrence, participants } = entry;
  const service = await requireBookable(context, occurrence.schedule.serviceId);
  const id = newId("bkg");
  await storeBooking(context, {
    id,
    service,
    customer: {
      accountId: entry.accountId,
      name: entry.customerName,
      email: entry.customerEmail,
      phone: entry.customerPhone,
    },
    // The offer took the place already.
    place: {
      start: occurrence.startsAt.getTime(),
      end: occurrence.endsAt.getTime(),
      staffId: occurrence.staffId,
      resourceId: occurrence.resourceId,
      occurrenceId: occurrence.id,
    },
    participants,
    addOns: [],
    notes: null,
  });
  await db.waitlistEntry.update({
    where: { organisationId_id: { organisationId, id: entryId } },
    data: { status: "booked", bookingId: id, offeredUntil: null },
  });
  await withdrawOffer(db, entry);
  const [told = null] = await notifyCustomers(context, "confirmation", [id]);
  const booking = await readBooking(context, id);
  note({ entityId: id, after: booking });
  return { ...booking, told };
}
