import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { execute } from "@/lib/kernel/execute";
import { joinWaitlist } from "@/lib/operations/bookings/join-waitlist";
import { openStudio, type Studio } from "@/lib/operations/bookings/testing/studio";
import { expireOffers } from "./expire-offers";
import { offerPlaces } from "./offer-places";
import { remindBookings } from "./remind-bookings";
import { runImports } from "./run-imports";
import { bring, fileOf } from "./testing/bring-files";

// A database of this suite's own: every job asks for the work of all organisations.
let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
let studio: Studio;

beforeAll(async () => {
  database = await takeOwnDatabase();
  studio = await openStudio();
});
afterAll(async () => {
  await closeDatabases();
  await database.remove();
});

const HOUR_MS = 3_600_000;
const atHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

/** A visit in 23 hours that was booked long before. */
async function bookForTomorrow(): Promise<void> {
  const { id } = await studio.book(`${studio.day(2)}T10:00`, { notifyCustomer: false });
  const data = { startsAt: atHours(23), endsAt: atHours(24), createdAt: atHours(-48) };
  await systemDb().booking.updateMany({ where: { id }, data });
}

/** A full class, so many days from now, with somebody who waits for a place. */
async function waitForClass(days: number): Promise<{ occurrenceId: string; entryId: string }> {
  const seats = { serviceId: studio.classId, participants: 2, notifyCustomer: false };
  const { occurrenceId } = await studio.book(`${studio.day(days)}T18:00`, seats);
  const customer = { name: "Ada", email: "ada@example.com" };
  const { data } = await execute(joinWaitlist, studio.caller, { occurrenceId, customer });
  return { occurrenceId: occurrenceId ?? "", entryId: data.id };
}

/** One piece of work for each job: a reminder, an offer that ran out, a place to offer, an import. */
async function leaveWork(): Promise<void> {
  await bookForTomorrow();
  const offered = await waitForClass(5);
  const data = { status: "offered", offeredUntil: atHours(-1) };
  await systemDb().waitlistEntry.updateMany({ where: { id: offered.entryId }, data });
  const { occurrenceId } = await waitForClass(6);
  await systemDb().scheduleOccurrence.updateMany({ where: { id: occurrenceId }, data: { taken: 1 } });
  await bring(await fileOf("Name\nImported Person\n", studio), {}, studio);
}

const setDeleted = (deletedAt: Date | null) =>
  systemDb().organisation.update({ where: { id: studio.organisationId }, data: { deletedAt } });

async function workAll(): Promise<number[]> {
  return [await remindBookings(), await expireOffers(), await offerPlaces(), await runImports()];
}

it("the jobs of a deleted organisation leave everything until it is restored, and then do it (cases 58, 60)", async () => {
  await leaveWork();
  await setDeleted(new Date());
  expect(await workAll()).toEqual([0, 0, 0, 0]);
  await setDeleted(null);
  expect(await workAll()).toEqual([1, 1, 1, 1]);
});
