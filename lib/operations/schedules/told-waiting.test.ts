import { beforeAll, expect, it } from "vitest";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { cancelBooking } from "../bookings/cancel-booking";
import { joinWaitlist } from "../bookings/join-waitlist";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { cancelClassDate } from "./cancel-class-date";
import { cancelServiceSchedule } from "./cancel-service-schedule";
import { updateServiceSchedule } from "./update-service-schedule";

let studio: Studio;
let guests = 0;

beforeAll(async () => {
  studio = await openStudio();
});

/** A full class of two for which somebody with a mailbox waits, and somebody with a phone only. */
async function awaitedClass(date: string) {
  const bookings = [];
  for (let i = 0; i < 2; i++) bookings.push(await studio.book(`${date}T18:00`, { serviceId: studio.classId }));
  const occurrenceId = bookings[0]?.occurrenceId ?? "";
  guests += 1;
  const ada = await wait(occurrenceId, { name: `Ada ${guests}`, email: `ada${guests}@example.com` });
  const bea = await wait(occurrenceId, { name: `Bea ${guests}`, phone: `+852 9123 01${guests}0` });
  return { date, occurrenceId, bookingId: bookings[0]?.id ?? "", ada, bea };
}

async function wait(occurrenceId: string, customer: Record<string, string>) {
  const { data } = await execute(joinWaitlist, studio.caller, { occurrenceId, customer });
  return { entryId: data.id, accountId: data.customer.accountId ?? "" };
}

const move = (date: string, startTime: string, endTime: string, more: Record<string, unknown> = {}) =>
  execute(updateServiceSchedule, studio.caller, {
    scheduleId: studio.scheduleId,
    applyTo: "this",
    date,
    startTime,
    endTime,
    ...more,
  });
const mailsTo = async ({ entryId }: { entryId: string }) =>
  (
    await systemDb().outboxMail.findMany({
      where: { data: { path: ["waitlistEntryId"], equals: entryId } },
      orderBy: { id: "asc" },
    })
  ).map(({ template, status }) => [template, status]);
const tasksFor = ({ accountId }: { accountId: string }) =>
  systemDb().task.findMany({ where: { accountId }, orderBy: { id: "asc" } });

it("tells who waits for a class that it was moved, and says how many and how", async () => {
  const { date, ada, bea } = await awaitedClass(studio.day(3));
  const { data, summary } = await move(date, "19:00", "20:00");
  expect(data.toldWaiting).toEqual({ mail: 1, task: 1, nobody: 0 });
  expect(summary).toContain("of those waiting 1 told by mail, a task made to tell 1");
  expect(data.told).toEqual({ mail: 2, task: 0, nobody: 0 });
  expect(await mailsTo(ada)).toEqual([["waitlist_moved", "queued"]]);
  const [task] = await tasksFor(bea);
  expect(task).toMatchObject({ status: "todo", title: expect.stringContaining("has a new time") });
  expect(task?.description).toContain("19:00");

  await move(date, "20:00", "21:00");
  expect((await tasksFor(bea)).map(({ status }) => status)).toEqual(["cancelled", "todo"]);
  expect(await mailsTo(ada)).toEqual([
    ["waitlist_moved", "dropped"],
    ["waitlist_moved", "queued"],
  ]);
});

it("tells who has an offer the new time with it, instead of the old one", async () => {
  const { date, bookingId, ada } = await awaitedClass(studio.day(4));
  await execute(cancelBooking, studio.caller, { bookingId });
  await move(date, "19:00", "20:00");
  expect(await mailsTo(ada)).toEqual([
    ["waitlist_offer", "dropped"],
    ["waitlist_moved", "queued"],
  ]);
  const where = { template: "waitlist_moved", data: { path: ["waitlistEntryId"], equals: ada.entryId } };
  const mail = await systemDb().outboxMail.findFirstOrThrow({ where });
  expect(mail.data).toMatchObject({ offeredUntil: expect.any(String) });
});

it("tells nobody when nobody is to be told, or when only teacher or room change", async () => {
  const { date, ada, bea } = await awaitedClass(studio.day(5));
  const silent = await move(date, "19:00", "20:00", { notifyCustomer: false });
  expect(silent.data.toldWaiting).toEqual({ mail: 0, task: 0, nobody: 0 });
  const teacher = { scheduleId: studio.scheduleId, applyTo: "this", date, staffId: studio.teacherId };
  const changed = await execute(updateServiceSchedule, studio.caller, teacher);
  expect(changed.data).toMatchObject({ told: { mail: 2 }, toldWaiting: { mail: 0, task: 0 } });
  expect([await mailsTo(ada), await tasksFor(bea)]).toEqual([[], []]);
});

it("tells who waits for a class that it was cancelled, and withdraws the offer they had", async () => {
  const { occurrenceId, bookingId, ada, bea } = await awaitedClass(studio.day(6));
  await execute(cancelBooking, studio.caller, { bookingId });
  const cancelled = await execute(cancelClassDate, studio.caller, { occurrenceId, cancelBookings: true });
  expect(cancelled.data).toMatchObject({ told: { mail: 1 }, toldWaiting: { mail: 1, task: 1, nobody: 0 } });
  expect(cancelled.summary).toContain("1 booking cancelled with it: 1 told by mail; of those waiting 1 told by mail");
  expect(await mailsTo(ada)).toEqual([
    ["waitlist_offer", "dropped"],
    ["waitlist_cancelled", "queued"],
  ]);
  const [task, ...noOther] = await tasksFor(bea);
  expect(noOther).toEqual([]);
  expect(task?.description).toMatch(/was cancelled|取消/);
});

it("tells who waits for dates that end with their series or its rule, but not whoever was deleted", async () => {
  const falling = await awaitedClass(studio.day(12));
  await systemDb().account.updateMany({ where: { id: falling.bea.accountId }, data: { deletedAt: new Date() } });
  const rule = { scheduleId: studio.scheduleId, recurrenceEndDate: studio.day(11), cancelBookings: true };
  const ended = await execute(updateServiceSchedule, studio.caller, rule);
  expect(ended.data).toMatchObject({ told: { mail: 2 }, toldWaiting: { mail: 1, task: 0, nobody: 0 } });
  expect(await mailsTo(falling.ada)).toEqual([["waitlist_cancelled", "queued"]]);

  const last = await awaitedClass(studio.day(8));
  const series = { scheduleId: studio.scheduleId, cancelBookings: true };
  const { data, summary } = await execute(cancelServiceSchedule, studio.caller, series);
  expect(data.toldWaiting).toMatchObject({ mail: expect.any(Number), task: expect.any(Number) });
  expect(summary).toContain("of those waiting");
  expect(await mailsTo(last.ada)).toEqual([["waitlist_cancelled", "queued"]]);
});
