import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { customerField, findCustomer } from "./customer";
import { joinQueue } from "./join-queue";
import { leaveWaitlist } from "./leave-waitlist";
import { occurrenceIdField, waitlistView } from "./waitlist";

export const joinWaitlist = defineOperation({
  name: "join_waitlist",
  title: "Join wait-list",
  description:
    "Puts a customer on the wait-list of a full class. When a place becomes free it is kept at once for the longest waiting, for a time, and they are told (after the quiet hours, from when on that time runs); claim_waitlist_place then books it. Refused while the class has room: use create_booking; and for who has a place in it (rule alreadyInClass). Joining twice changes nothing.",
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

  async run(context, { occurrenceId, customer, participants }) {
    return joinQueue(context, { occurrenceId, participants, customer: () => findCustomer(context, customer) });
  },
});
