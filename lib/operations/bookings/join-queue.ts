import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { lockRow } from "@/lib/kernel/versions";
import { requireOccurrence } from "../schedules/require-occurrence";
import { storeOccurrence } from "../schedules/store-occurrence";
import type { Customer } from "./customer";
import { requireNotInClass } from "./customer-rules";
import { toWaitlistView, withClass } from "./waitlist";

interface Joining {
  occurrenceId: string;
  participants: number;
  /** Asked only when the class is full, so that a refusal leaves no new customer behind. */
  customer: () => Promise<Customer>;
}

const ONE_IS_ENOUGH =
  "Tell the user; details.bookingId is their booking. Another person who waits: give their name in customer. More people under this booking: update_booking, when there is room.";

/**
 * Puts a customer on the wait-list of a full class; twice changes nothing. Throws precondition_failed while it has room, and
 * not_bookable for whoever has a place in it.
 */
export async function joinQueue(context: TenantContext, { occurrenceId, participants, customer }: Joining) {
  const { db, caller, note } = context;
  const { organisationId, companyId, timezone } = caller.workspace;
  const occurrence = await requireOccurrence(context, occurrenceId);
  if (occurrence.start <= Date.now()) {
    throw new OperationError("precondition_failed", {
      reason: "classBegun",
      message: "The class has begun; nobody can wait for it.",
    });
  }
  await storeOccurrence(context, occurrence);
  await lockRow(db, "schedule_occurrences", occurrenceId);
  const { capacity, taken } = await db.scheduleOccurrence.findFirstOrThrow({ where: { id: occurrenceId } });
  if (taken + participants <= capacity) {
    throw new OperationError("precondition_failed", {
      reason: "classHasRoom",
      message: "The class has room.",
      hint: "Book it with create_booking.",
      details: { remainingCapacity: capacity - taken },
    });
  }
  const { accountId, name, email, phone } = await customer();
  await requireNotInClass(context, { accountId, name, hint: ONE_IS_ENOUGH }, occurrenceId);
  const mine = { occurrenceId, accountId, status: { in: ["waiting", "offered"] } };
  const known = await db.waitlistEntry.findFirst({ where: mine, include: withClass });
  const entry =
    known ??
    (await db.waitlistEntry.create({
      data: {
        organisationId,
        companyId,
        id: newId("wait"),
        occurrenceId,
        accountId,
        customerName: name,
        customerEmail: email,
        customerPhone: phone,
        participants,
      },
      include: withClass,
    }));
  const view = toWaitlistView(entry, timezone);
  note({ entityId: entry.id, after: view });
  return view;
}
