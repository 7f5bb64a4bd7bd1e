import "server-only";
import type { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import type { Workspace } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { queueMail } from "@/lib/kernel/outbox";
import { lockRow } from "@/lib/kernel/versions";
import { bookingSettings } from "../booking-settings/booking-settings";
import { OPEN_STATUSES } from "../tasks/task";
import { spoken } from "./booking";
import { MINUTE_MS } from "./local-time";
import { dueBefore } from "./notice-task";
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
 * Keeps places that became free for those who wait longest, for a time to claim them, and tells them. Too close to the start
 * nobody is asked any more (waitlistStopHours). A group waits until there is a place for each. Returns who was asked.
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
  // The sweep offers it when the quiet hours are over.
  if (await isQuiet(db, caller.workspace.timezone, rules)) return [];
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
  const offeredUntil = new Date(Math.min(lastCall, Date.now() + waitlistClaimMinutes * MINUTE_MS));
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
    const { startsAt, endsAt } = occurrence;
    const serviceName = occurrence.schedule.service.name;
    await tell({ db, caller }, { ...entry, offeredUntil }, { startsAt, endsAt, serviceName });
    offers.push(toOfferView({ ...entry, offeredUntil }, caller.workspace.timezone));
  }
  return offers;
}

async function isQuiet(
  db: DatabaseClient,
  timezone: string,
  { quietHoursFrom, quietHoursTo }: Pick<z.output<typeof bookingSettings>, "quietHoursFrom" | "quietHoursTo">,
): Promise<boolean> {
  const [row] = await db.$queryRaw<{ isQuiet: boolean }[]>`
    SELECT favcrm_awake(now(), 'infinity', ${timezone}, ${quietHoursFrom}, ${quietHoursTo}) > now() AS "isQuiet"`;
  return row?.isQuiet ?? false;
}

/** How whoever hears the answer books the place; it also tells whose offer a task is about. */
const claimedBy = (entryId: string) => `claim_waitlist_place · ${entryId}`;

/** Ends what is still to be told of an offer: it was taken, ran out or was refused. */
export async function closeOfferTasks(
  db: DatabaseClient,
  { organisationId, accountId, id }: Pick<Entry, "organisationId" | "accountId" | "id">,
): Promise<void> {
  await db.task.updateMany({
    where: {
      organisationId,
      accountId,
      description: { contains: claimedBy(id) },
      status: { in: OPEN_STATUSES },
      deletedAt: null,
    },
    data: { status: "cancelled", version: { increment: 1 } },
  });
}

async function tell(
  { db, caller }: Offerer,
  entry: Entry,
  happens: { startsAt: Date; endsAt: Date; serviceName: string },
): Promise<void> {
  const { organisationId, companyId, companyName: businessName, timezone, language } = caller.workspace;
  const account = entry.accountId
    ? await db.account.findFirst({ where: { organisationId, id: entry.accountId }, select: { language: true } })
    : null;
  if (entry.customerEmail) {
    const data = {
      organisationId,
      waitlistEntryId: entry.id,
      businessName,
      serviceName: happens.serviceName,
      startsAt: happens.startsAt.toISOString(),
      timezone,
      offeredUntil: entry.offeredUntil?.toISOString() ?? null,
    };
    const to = entry.customerEmail;
    const lifeSeconds = Math.ceil(((entry.offeredUntil?.getTime() ?? 0) - Date.now()) / 1_000);
    const locale = account?.language ?? language;
    await queueMail(db, { template: "waitlist_offer", to, locale, organisationId, lifeSeconds, data });
    return;
  }
  if (!entry.customerPhone) return;
  const when = spoken(happens.startsAt.getTime(), timezone);
  const until = spoken(entry.offeredUntil?.getTime() ?? 0, timezone);
  const message = `${businessName}: ${happens.serviceName}, ${when}. ✓ ${until} (${timezone})`;
  await db.task.create({
    data: {
      organisationId,
      companyId,
      id: newId("task"),
      title: `Offer ${entry.customerName} a free place`.slice(0, 200),
      description: `${message}\n\n${claimedBy(entry.id)}\nhttps://wa.me/${entry.customerPhone.replace(/\D/g, "")}?text=${encodeURIComponent(message)}`,
      accountId: entry.accountId,
      createdByLabel: caller.actor.label,
      ...dueBefore(entry.offeredUntil ?? happens.startsAt, timezone),
    },
  });
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
  await closeOfferTasks(db, entry);
  await db.$executeRaw`
    UPDATE schedule_occurrences SET taken = greatest(0, taken - ${entry.participants})
    WHERE organisation_id = ${organisationId} AND id = ${entry.occurrenceId}`;
  await offerFreedPlaces(offerer, entry.occurrenceId);
}
