import "server-only";
import { z } from "zod";
import { readBookingToken } from "@/lib/auth/booking-links";
import { instant } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { deadLink, tokenField } from "./linked";

export const readLinkedOffer = defineSystemOperation({
  name: "read_linked_offer",
  title: "Read a wait-list offer by its link",
  description: "Shows a customer the place that the wait-list keeps for them, and until when, without signing in.",
  area: "bookings",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ token: tokenField }),
  output: z.object({
    businessName: z.string(),
    serviceName: z.string(),
    startTime: instant,
    timezone: z.string(),
    /** kept: to be taken; taken: booked by this link before; gone: waits again, ran out or left. */
    state: z.enum(["kept", "taken", "gone"]),
    keptUntil: instant.nullable(),
  }),
  renderType: "record",
  summary: ({ serviceName, state }) => `${serviceName}: place ${state}`,

  async run({ system }, { token }) {
    const linked = readBookingToken(token);
    if (!linked) throw deadLink();
    const { organisationId, recordId: id } = linked;
    const entry = await system.waitlistEntry.findFirst({
      where: { organisationId, id },
      include: { occurrence: { include: { schedule: { include: { service: { select: { name: true } } } } } } },
    });
    const [organisation, company] = await Promise.all([
      system.organisation.findFirst({ where: { id: organisationId, deletedAt: null } }),
      entry && system.company.findFirst({ where: { organisationId, id: entry.companyId } }),
    ]);
    if (!entry || !organisation || !company) throw deadLink();
    const { occurrence, offeredUntil, status, bookingId } = entry;
    const isKept =
      status === "offered" && occurrence.status === "active" && (offeredUntil?.getTime() ?? 0) > Date.now();
    return {
      businessName: company.name,
      serviceName: occurrence.schedule.service.name,
      startTime: occurrence.startsAt.toISOString(),
      timezone: company.timezone,
      state: bookingId ? ("taken" as const) : isKept ? ("kept" as const) : ("gone" as const),
      keptUntil: isKept ? (offeredUntil?.toISOString() ?? null) : null,
    };
  },
});
