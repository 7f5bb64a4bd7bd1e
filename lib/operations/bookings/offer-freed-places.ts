import "server-only";
import type { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import type { Workspace } from "@/lib/kernel/context";
import { lockRow } from "@/lib/kernel/versions";
import { bookingSettings } from "../booking-settings/booking-settings";
import { MINUTE_MS } from "./local-time";
import { tellOffer, withdrawOffer } from "./tell-offer";
import { type OfferView, toOfferView } from "./waitlist";

/** Whoever offers: a call, or the sweep that ends offers nobody took. */
export interface Offerer {
  db: DatabaseClient;
  caller: {
    workspace: Pick<Workspace, "organisationId" | "companyId" | "companyName" | "language" | "timezone">;
    actor: { label: string };
  };
}

type Entry = Awaited<ReturnType<DatabaseClient["waitlistEntry"]["findMany"]>>[number];

/**
 * Keeps places that became free for those who wait longest, for a time to claim them, and tells them: in quiet hours as soon
 * as these are over. Too close to the start nobody is asked any more (waitlistStopHours). A group waits until there is a place
 * for each. Returns who was asked.
 */
export async function offerFreedPlaces({ db, caller }: Offerer, occurrenceId: string): Promise<OfferView[]> {
  const { organisationId, companyId } = caller.workspace;
  await lockRow(db, "schedule_occurrences", occurrenceId);
  const occurrence = await db.scheduleOccurrence.findFirst({
    where: { id: occurrenceId, organisationId, status: "active" },
    include: { schedule: { include: { service: { select: { name: true } } } } },
  });
  if (!occurrence) return [];
  const row = await db.bookingSettings.findFirst({ where: { organisationId, companyId } });
  const { waitlistStopHours, waitlistClaimMinutes, ...rules } = bookingSettings.parse(row?.values ?? {});
  const lastCall = occurrence.startsAt.getTime() - waitlistStopHours * 60 * MINUTE_MS;
  if (Date.now() >= lastCall) return [];
  // Kept from now on, told when people are awake: nobody else takes it overnight.
  const toldAt = await endOfQuiet(db, caller.workspace.timezone, rules);
  const asked = toldAt?.getTime() ?? Date.now();
  if (asked >= lastCall) return [];
  const waiting = await db.waitlistEntry.findMany({
    // Whoever was deleted meanwhile is passed over, and is in line again when restored.
    where: {
      organisationId,
      occurrenceId,
      status: "waiting",
      OR: [{ accountId: null }, { account: { deletedAt: null } }],
    },
    orderBy: { id: "asc" },
  });
  const offeredUntil = new Date(Math.min(lastCall, asked + waitlistClaimMinutes * MINUTE_MS));
  const offers: OfferView[] = [];
  let free = occurrence.capacity - occurrence.taken;
  for (const entry of waiting.filter(({ participants }) => participants <= free)) {
    if (entry.participants > free) continue;
    free -= entry.participants;
    await db.waitlistEntry.update({
      where: { organisationId_id: { organisationId, id: entry.id } },
      data: { status: "offered", offeredUntil },
    });
    await db.$executeRaw`
      UPDATE schedule_occurrences SET taken = taken + ${entry.participants}
      WHERE organisation_id = ${organisationId} AND id = ${occurrenceId}`;
    const { startsAt } = occurrence;
    const serviceName = occurrence.schedule.service.name;
    const offer = { ...entry, offeredUntil, toldAt };
    await tellOffer({ db, caller }, offer, { startsAt, serviceName });
    offers.push(toOfferView(offer, caller.workspace.timezone));
  }
  return offers;
}

/** When the quiet hours of now are over; null outside them. */
async function endOfQuiet(
  db: DatabaseClient,
  timezone: string,
  { quietHoursFrom, quietHoursTo }: Pick<z.output<typeof bookingSettings>, "quietHoursFrom" | "quietHoursTo">,
): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT nullif(favcrm_awake(now(), 'infinity', ${timezone}, ${quietHoursFrom}, ${quietHoursTo}), now()) AS at`;
  return row?.at ?? null;
}

/** Ends an offer or a wait with `status`, gives the kept places back, and asks the next in line. */
export async function endEntry(offerer: Offerer, entry: Entry, status: "left" | "expired"): Promise<void> {
  const { db, caller } = offerer;
  const { organisationId } = caller.workspace;
  await db.waitlistEntry.update({
    where: { organisationId_id: { organisationId, id: entry.id } },
    data: { status, offeredUntil: null },
  });
  if (entry.status !== "offered") return;
  await withdrawOffer(db, entry);
  await db.$executeRaw`
    UPDATE schedule_occurrences SET taken = greatest(0, taken - ${entry.participants})
    WHERE organisation_id = ${organisationId} AND id = ${entry.occurrenceId}`;
  await offerFreedPlaces(offerer, entry.occurrenceId);
}
