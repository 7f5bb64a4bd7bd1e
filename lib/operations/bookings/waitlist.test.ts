import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { expireOffers } from "@/lib/jobs/expire-offers";
import { offerPlaces } from "@/lib/jobs/offer-places";
import { execute } from "@/lib/kernel/execute";
import { updateBookingSettings } from "../booking-settings/update-booking-settings";
import { cancelServiceSchedule } from "../schedules/cancel-service-schedule";
import { cancelBooking } from "./cancel-booking";
import { claimWaitlistPlace } from "./claim-waitlist-place";
import { getAvailableSlots } from "./get-available-slots";
import { joinWaitlist } from "./join-waitlist";
import { leaveWaitlist } from "./leave-waitlist";
import { listWaitlist } from "./list-waitlist";
import { wallTime } from "./local-time";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const join = (occurrenceId: string, name: string, more: Record<string, unknown> = {}) =>
  execute(joinWaitlist, studio.caller, {
    occurrenceId,
    customer: { name, email: `${name.toLowerCase()}@example.com` },
    ...more,
  });
const waiting = async (occurrenceId: string) =>
  (await execute(listWaitlist, studio.caller, { occurrenceId })).data.items.map(({ customer, status }) => [
    customer.name,
    status,
  ]);

/** A class of two on a day, both places booked. */
async function fullClass(date: string) {
  const booked = [];
  for (let i = 0; i < 2; i++) booked.push(await studio.book(`${date}T18:00`, { serviceId: studio.classId }));
  return { occurrenceId: booked[0]?.occurrenceId ?? "", bookingIds: booked.map(({ id }) => id) };
}
const remaining = async (date: string) =>
  (await execute(getAvailableSlots, studio.caller, { serviceId: studio.classId, date })).data.items[0]
    ?.remainingCapacity;

it("keeps a freed place for the longest waiting, who claims it once, and mails them", async () => {
  const date = studio.day(3);
  const { occurrenceId, bookingIds } = await fullClass(date);
  const first = (await join(occurrenceId, "Ada")).data;
  expect((await join(occurrenceId, "Ada")).data.id).toBe(first.id);
  await join(occurrenceId, "Bea");
  expect((await auditOf(studio.organisationId, "join_waitlist"))[0]?.entityId).toBe(first.id);
  const cancelled = await execute(cancelBooking, studio.caller, { bookingId: bookingIds[0] });
  const [offer, ...noMore] = cancelled.data.offers;
  expect(noMore).toEqual([]);
  expect(offer).toMatchObject({ entryId: first.id, name: "Ada" });
  const until = wallTime(Date.parse(offer?.offeredUntil ?? ""), "Asia/Hong_Kong").replace("T", " ");
  expect(offer?.localOfferedUntil).toContain(until);
  expect(cancelled.summary).toContain(`The place is kept for Ada until ${offer?.localOfferedUntil}`);
  const { items } = (await execute(listWaitlist, studio.caller, { occurrenceId })).data;
  expect(items[0]?.localOfferedUntil).toBe(offer?.localOfferedUntil);
  expect(await waiting(occurrenceId)).toEqual([
    ["Ada", "offered"],
    ["Bea", "waiting"],
  ]);
  expect(await remaining(date)).toBe(0);
  const mails = await systemDb().outboxMail.findMany({ where: { organisationId: studio.organisationId } });
  expect(mails.filter(({ template }) => template === "waitlist_offer").map(({ recipient }) => recipient)).toEqual([
    "ada@example.com",
  ]);
  const claims = await Promise.all([1, 2].map(() => execute(claimWaitlistPlace, studio.caller, { entryId: first.id })));
  expect(claims[0]?.data.id).toBe(claims[1]?.data.id);
  expect(claims[0]?.data).toMatchObject({ status: "confirmed", customer: { name: "Ada" } });
});

it("ends the task of an offer by phone when it is taken, refused or runs out, and no other task", async () => {
  const { occurrenceId, bookingIds } = await fullClass(studio.day(8));
  const ids: string[] = [];
  for (const name of ["Dora", "Ella", "Fay"]) {
    const customer: Record<string, string> = { name, phone: `+852 9123 000${ids.length}` };
    ids.push((await join(occurrenceId, name, { customer })).data.id);
  }
  const [dora, ella, fay] = ids;
  const open = async () => {
    const where = { organisationId: studio.organisationId, status: "todo", title: { startsWith: "Offer " } };
    return (await systemDb().task.findMany({ where, orderBy: { id: "asc" } })).map(({ title }) => title.split(" ")[1]);
  };
  await execute(cancelBooking, studio.caller, { bookingId: bookingIds[0] });
  expect(await open()).toEqual(["Dora"]);
  await execute(cancelBooking, studio.caller, { bookingId: bookingIds[1] });
  expect(await open()).toEqual(["Dora", "Ella"]);
  await execute(claimWaitlistPlace, studio.caller, { entryId: dora });
  expect(await open()).toEqual(["Ella"]);
  await execute(leaveWaitlist, studio.caller, { entryId: ella });
  expect(await open()).toEqual(["Fay"]);
  const offeredUntil = new Date(Date.now() - 1_000);
  await systemDb().waitlistEntry.updateMany({ where: { id: fay ?? "" }, data: { offeredUntil } });
  await expireOffers();
  expect(await open()).toEqual([]);
});

it("asks the next when an offer is not taken in time, or refused", async () => {
  const date = studio.day(4);
  const { occurrenceId, bookingIds } = await fullClass(date);
  const ada = (await join(occurrenceId, "Ada")).data.id;
  const bea = (await join(occurrenceId, "Bea")).data.id;
  await join(occurrenceId, "Cleo");
  await execute(cancelBooking, studio.caller, { bookingId: bookingIds[0] });
  await systemDb().waitlistEntry.updateMany({
    where: { id: ada },
    data: { offeredUntil: new Date(Date.now() - 1_000) },
  });
  expect((await refusal(execute(claimWaitlistPlace, studio.caller, { entryId: ada }))).kind).toBe(
    "precondition_failed",
  );
  await expireOffers();
  expect(await waiting(occurrenceId)).toEqual([
    ["Bea", "offered"],
    ["Cleo", "waiting"],
  ]);
  await execute(leaveWaitlist, studio.caller, { entryId: bea });
  expect((await execute(leaveWaitlist, studio.caller, { entryId: bea })).data.status).toBe("left");
  expect(await waiting(occurrenceId)).toEqual([["Cleo", "offered"]]);
});

it("asks nobody shortly before the start, and takes nobody while there is room", async () => {
  const date = studio.day(5);
  const { occurrenceId, bookingIds } = await fullClass(date);
  await join(occurrenceId, "Ada");
  await execute(updateBookingSettings, studio.caller, { waitlistStopHours: 72 });
  await systemDb().scheduleOccurrence.updateMany({
    where: { id: occurrenceId },
    data: { startsAt: new Date(Date.now() + 71 * 3_600_000), endsAt: new Date(Date.now() + 72 * 3_600_000) },
  });
  await execute(cancelBooking, studio.caller, { bookingId: bookingIds[0] });
  expect(await waiting(occurrenceId)).toEqual([["Ada", "waiting"]]);
  expect((await refusal(join(occurrenceId, "Bea"))).kind).toBe("precondition_failed");
  expect((await refusal(join("occ_nonsense", "Bea"))).details?.field).toBe("occurrenceId");
});

/** Quiet hours by hours from now. */
const quiet = (from: number, to: number) => {
  const clock = (hours: number) => wallTime(Date.now() + hours * 3_600_000, "Asia/Hong_Kong").slice(11);
  const settings = { quietHoursFrom: clock(from), quietHoursTo: clock(to), waitlistStopHours: 2 };
  return execute(updateBookingSettings, studio.caller, settings);
};

it("keeps what becomes free at night at once, and tells people when the night is over", async () => {
  const date = studio.day(6);
  const { occurrenceId, bookingIds } = await fullClass(date);
  const ada = (await join(occurrenceId, "Ada")).data.id;
  await quiet(-1, 2);
  const { data, summary } = await execute(cancelBooking, studio.caller, { bookingId: bookingIds[0] });
  const [offer] = data.offers;
  const toldAt = Date.parse(offer?.toldAt ?? "");
  expect(toldAt).toBeGreaterThan(Date.now());
  expect(Date.parse(offer?.offeredUntil ?? "") - toldAt).toBe(120 * 60_000);
  expect(summary).toContain(`The place is kept for Ada until ${offer?.localOfferedUntil}`);
  expect(summary).toContain(`told ${offer?.localToldAt}`);
  expect(await waiting(occurrenceId)).toEqual([["Ada", "offered"]]);
  const stranger = studio.book(`${date}T18:00`, { serviceId: studio.classId });
  expect((await refusal(stranger)).code).toBe("class_full");
  const mail = () =>
    systemDb().outboxMail.findFirstOrThrow({ where: { data: { path: ["waitlistEntryId"], equals: ada } } });
  expect((await mail()).nextAttemptAt.getTime()).toBe(toldAt);
  await execute(claimWaitlistPlace, studio.caller, { entryId: ada });
  expect((await mail()).status).toBe("dropped");
  await quiet(-3, -1);
});

it("offers what is free to those who wait once, however many look at once", async () => {
  const { occurrenceId } = await fullClass(studio.day(9));
  await join(occurrenceId, "Ada");
  await systemDb().scheduleOccurrence.updateMany({ where: { id: occurrenceId }, data: { taken: 1 } });
  await Promise.all([offerPlaces(), offerPlaces()]);
  expect(await waiting(occurrenceId)).toEqual([["Ada", "offered"]]);
  expect(await remaining(studio.day(9))).toBe(0);
});

it("gives nobody a second place in a class: not by waiting, not by claiming", async () => {
  const date = studio.day(10);
  const { occurrenceId, bookingIds } = await fullClass(date);
  const booked = await systemDb().booking.findFirstOrThrow({ where: { id: bookingIds[0] ?? "" } });
  const again = join(occurrenceId, booked.customerName, {
    customer: { name: booked.customerName, email: booked.customerEmail },
  });
  expect(await refusal(again)).toMatchObject({
    code: "not_bookable",
    details: { rule: "alreadyInClass", bookingId: bookingIds[0] },
  });
  const gil = await join(occurrenceId, "Gil");
  await execute(cancelBooking, studio.caller, { bookingId: bookingIds[0] });
  // Somebody moved another booking of theirs here meanwhile.
  const { accountId, name: customerName } = gil.data.customer;
  await systemDb().booking.updateMany({ where: { id: bookingIds[1] ?? "" }, data: { accountId, customerName } });
  const claimed = execute(claimWaitlistPlace, studio.caller, { entryId: gil.data.id });
  expect((await refusal(claimed)).details).toMatchObject({ rule: "alreadyInClass", bookingId: bookingIds[1] });
});

it("tells who wants a full class how many places are left, and who has an offer to claim it", async () => {
  const start = `${studio.day(12)}T18:00`;
  const lesson = { serviceId: studio.classId };
  const pair = { ...lesson, participants: 2 };
  const one = await studio.book(start, lesson);
  const few = await refusal(studio.book(start, pair));
  expect(few).toMatchObject({ code: "class_full", details: { remainingCapacity: 1 } });
  expect(few.message).toContain("1 place left");
  await studio.book(start, lesson);
  expect((await refusal(studio.book(start, lesson))).details?.remainingCapacity).toBe(0);
  const customer = { name: "Ivy", email: "ivy@example.com" };
  const ivy = (await join(one.occurrenceId ?? "", "Ivy")).data.id;
  await execute(cancelBooking, studio.caller, { bookingId: one.id });
  const kept = await refusal(studio.book(start, { ...lesson, customer }));
  expect(kept).toMatchObject({ code: "not_bookable", details: { rule: "placeKept", entryId: ivy } });
  expect((await refusal(studio.book(start, lesson))).code).toBe("class_full");
});

it("says in the text of a task that a place is free, until when, and how to answer", async () => {
  const { occurrenceId, bookingIds } = await fullClass(studio.day(11));
  const { data } = await join(occurrenceId, "Hana", { customer: { name: "Hana", phone: "+852 9123 0009" } });
  const where = { id: data.customer.accountId ?? "" };
  await systemDb().account.updateMany({ where, data: { language: "en" } });
  const cancelled = await execute(cancelBooking, studio.caller, { bookingId: bookingIds[0] });
  const task = await systemDb().task.findFirstOrThrow({ where: { accountId: where.id } });
  expect(task.description).toContain("a place is free for you in Yoga");
  expect(task.description).toContain(`until ${cancelled.data.offers[0]?.localOfferedUntil}`);
  expect(task.description).toContain("Answer YES");
});

it("ends waits and offers with the series", async () => {
  const { occurrenceId, bookingIds } = await fullClass(studio.day(7));
  const ada = (await join(occurrenceId, "Ada")).data.id;
  await join(occurrenceId, "Bea");
  await execute(cancelBooking, studio.caller, { bookingId: bookingIds[0] });
  const whole = { scheduleId: studio.scheduleId, cancelBookings: true };
  await execute(cancelServiceSchedule, studio.caller, whole);
  expect((await refusal(execute(claimWaitlistPlace, studio.caller, { entryId: ada }))).details?.status).toBe("expired");
  await offerPlaces();
  const mail = { template: "waitlist_offer", data: { path: ["waitlistEntryId"], equals: ada } };
  expect((await systemDb().outboxMail.findFirstOrThrow({ where: mail })).status).not.toBe("queued");
  const left = await systemDb().waitlistEntry.findMany({ where: { occurrenceId } });
  expect(left.map(({ status }) => status)).toEqual(["expired", "expired"]);
});
