import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { serviceIdField } from "../services/service";
import { occurrenceIdField, toWaitlistView, WAITLIST_STATUSES, waitlistView, withClass } from "./waitlist";

export const listWaitlist = defineOperation({
  name: "list_waitlist",
  title: "List wait-list",
  description:
    "Lists who waits for a place in a class, longest waiting first, and whose place is kept until when (offered). Without status: those who wait or have an offer.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({
    occurrenceId: occurrenceIdField.optional(),
    serviceId: serviceIdField.optional(),
    status: z
      .enum(WAITLIST_STATUSES)
      .optional()
      .meta({ description: "Only entries in this status.", examples: ["waiting"] }),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(waitlistView),
  renderType: "table",
  summary: ({ items }) => `${countOf(items.length, "customer")} on the wait-list`,

  async run({ db, caller }, { occurrenceId, serviceId, status, limit, cursor }) {
    const rows = await db.waitlistEntry.findMany({
      where: {
        status: status ?? { in: ["waiting", "offered"] },
        ...(occurrenceId ? { occurrenceId } : {}),
        ...(serviceId ? { occurrence: { schedule: { serviceId } } } : {}),
        ...(cursor ? { id: { gt: cursor } } : {}),
      },
      orderBy: { id: "asc" },
      take: limit + 1,
      include: withClass,
    });
    return pageOf(
      rows,
      limit,
      (row) => toWaitlistView(row, caller.workspace.timezone),
      ({ id }) => id,
    );
  },
});
