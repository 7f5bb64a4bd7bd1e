import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { requireOccurrence } from "../schedules/require-occurrence";
import { storeOccurrence } from "../schedules/store-occurrence";
import { customerField, findCustomer } from "./customer";
import { leaveWaitlist } from "./leave-waitlist";
import { occurrenceIdField, toWaitlistView, waitlistView, withClass } from "./waitlist";

export const joinWaitlist = defineOperation({
  name: "join_waitlist",
  title: "Join wait-list",
  description:
    "Puts a customer on the wait-list of a full class. When a place becomes free it is kept for the longest waiting for a time, and they are told; claim_waitlist_place then books it. Refused while the class has room: use create_booking. Joining twice changes nothing.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    occurrenceId: occurrenceIdField,
    customer: customerField,
    participants: z
      .int()
      .min(1)
      .max(20)
      .default(1)
      .meta({ description: "How many places are wanted.", examples: [1] }),
  }),
  output: waitlistView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart }) => `${customer.name} waits for ${serviceName}, ${localStart}`,
  undo: { with: () => leaveWaitlist, arguments: ({ entityId }) => ({ entryId: entityId }) },

  async run(context, { occurrenceId, customer: whom, participants }) {
    const { db, caller, note } = context;
    const { organisationId, companyId, timezone } = caller.workspace;
    const occurrence = await requireOccurrence(context, occurrenceId);
    if (occurrence.start <= Date.now()) {
      throw new OperationError("precondition_failed", { message: "The class has begun; nobody can wait for it." });
    }
    await storeOccurrence(context, occurrence);
    await lockRow(db, "schedule_occurrences", occurrenceId);
    const { capacity, taken } = await db.scheduleOccurrence.findFirstOrThrow({ where: { id: occurrenceId } });
    if (taken + participants <= capacity) {
      throw new OperationError("precondition_failed", {
        message: "The class has room.",
        hint: "Book it with create_booking.",
        details: { remainingCapacity: capacity - taken },
      });
    }
    const { accountId, name, email, phone } = await findCustomer(context, whom);
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
  },
});
