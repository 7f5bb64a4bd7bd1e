import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { endEntry } from "./offer-freed-places";
import { entryIdField, noEntry, toWaitlistView, waitlistView, withClass } from "./waitlist";

export const leaveWaitlist = defineOperation({
  name: "leave_waitlist",
  title: "Leave wait-list",
  description:
    "Takes a customer off the wait-list. A place that was kept for them is offered to the next. Repeating it changes nothing.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({ entryId: entryIdField }),
  output: waitlistView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart }) =>
    `${customer.name} no longer waits for ${serviceName}, ${localStart}`,
  undo: { none: "Join again with join_waitlist, at the end of the line." },

  async run(context, { entryId }) {
    const { db, caller, note } = context;
    const { timezone } = caller.workspace;
    const found = await db.waitlistEntry.findFirst({ where: { id: entryId } });
    if (!found) throw noEntry();
    await lockRow(db, "schedule_occurrences", found.occurrenceId);
    const entry = await db.waitlistEntry.findFirstOrThrow({ where: { id: entryId } });
    if (entry.status === "waiting" || entry.status === "offered") await endEntry(context, entry, "left");
    const view = toWaitlistView(
      await db.waitlistEntry.findFirstOrThrow({ where: { id: entryId }, include: withClass }),
      timezone,
    );
    note({ entityId: entryId, before: { status: entry.status }, after: view });
    return view;
  },
});
