import { beforeAll, expect, it } from "vitest";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { getDashboardStats } from "../dashboard/get-dashboard-stats";
import { updateService } from "../services/update-service";
import { cancelBooking } from "./cancel-booking";
import { confirmBooking } from "./confirm-booking";
import { createBooking } from "./create-booking";
import { getBookingDetail } from "./get-booking-detail";
import { rescheduleBooking } from "./reschedule-booking";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;
let customer: { accountId: string };

beforeAll(async () => {
  studio = await openStudio();
  const tai = { name: "Chan Tai Man", phone: "+85291234567" };
  customer = { accountId: (await execute(createAccount, studio.caller, tai)).data.account.id };
});

const book = (start: string, more: Record<string, unknown> = {}) =>
  execute(createBooking, studio.caller, { serviceId: studio.massageId, start, customer, ...more });
const tasks = (bookingId: string) => systemDb().task.findMany({ where: { bookingId }, orderBy: { id: "asc" } });
const statuses = async (bookingId: string) => (await tasks(bookingId)).map(({ status }) => status);

it("says that a task tells a customer without a mail address, due today and counted among what is to be seen to", async () => {
  const { data, summary } = await book(`${studio.day(2)}T10:00`);
  expect(data.told?.by).toBe("task");
  expect(summary).toContain("No mail address: a task was made to tell them");
  const [task] = await tasks(data.id);
  expect(task).toMatchObject({ id: data.told?.taskId, status: "todo" });
  expect(task?.dueAt?.getTime()).toBeLessThan(Date.parse(data.startTime));
  const { data: stats } = await execute(getDashboardStats, studio.caller, {});
  expect(stats.tasks.dueToday + stats.tasks.overdue).toBeGreaterThan(0);
  const detail = await execute(getBookingDetail, studio.caller, { bookingId: data.id });
  expect(detail.data.toTell?.taskId).toBe(task?.id);
});

it("is due by the start when that comes before the end of the day", async () => {
  const { data } = await book(`${studio.day(3)}T10:00`);
  const startsAt = new Date(Date.now() + 600_000);
  await systemDb().booking.updateMany({ where: { id: data.id }, data: { startsAt } });
  const { told } = (await execute(cancelBooking, studio.caller, { bookingId: data.id })).data;
  const task = await systemDb().task.findFirstOrThrow({ where: { id: told?.taskId ?? "" } });
  expect(task.dueAt?.getTime()).toBeLessThanOrEqual(startsAt.getTime());
});

it("replaces what was still to be told of the same booking, so that no two tasks contradict each other", async () => {
  const bookingId = (await book(`${studio.day(4)}T10:00`)).data.id;
  await execute(rescheduleBooking, studio.caller, { bookingId, start: `${studio.day(4)}T12:00` });
  expect(await statuses(bookingId)).toEqual(["cancelled", "todo"]);
  const { data, summary } = await execute(cancelBooking, studio.caller, { bookingId, notifyCustomer: false });
  expect(data.told).toBeNull();
  expect(summary).not.toContain("task");
  expect(await statuses(bookingId)).toEqual(["cancelled", "cancelled"]);
  expect((await execute(getBookingDetail, studio.caller, { bookingId })).data.toTell).toBeNull();
});

it("leaves what was done as it is", async () => {
  const bookingId = (await book(`${studio.day(5)}T10:00`)).data.id;
  await systemDb().task.updateMany({ where: { bookingId }, data: { status: "done" } });
  await execute(cancelBooking, studio.caller, { bookingId });
  expect(await statuses(bookingId)).toEqual(["done", "todo"]);
});

it("tells of a booking that waits as such, and anew when it is confirmed", async () => {
  await execute(updateService, studio.caller, { serviceId: studio.massageId, requiresConfirmation: true });
  const bookingId = (await book(`${studio.day(6)}T10:00`)).data.id;
  await execute(updateService, studio.caller, { serviceId: studio.massageId, requiresConfirmation: false });
  const { data } = await execute(confirmBooking, studio.caller, { bookingId });
  expect(data.told?.by).toBe("task");
  const [waiting, confirmed] = await tasks(bookingId);
  expect(waiting).toMatchObject({ status: "cancelled", title: expect.not.stringContaining("confirmed") });
  expect(confirmed).toMatchObject({ status: "todo", title: expect.stringContaining("confirmed") });
});

it("says that nobody tells a customer with neither mail nor phone, and nothing when a mail goes out", async () => {
  const silent = (await execute(createAccount, studio.caller, { name: "Silent" })).data.account.id;
  const unreached = await book(`${studio.day(7)}T10:00`, { customer: { accountId: silent } });
  expect(unreached.data.told).toEqual({ by: "nobody", taskId: null });
  expect(unreached.summary).toContain("nobody tells them");
  const mail = await book(`${studio.day(7)}T12:00`, { customer: { name: "Mei", email: "mei@example.com" } });
  expect(mail.data.told).toEqual({ by: "mail", taskId: null });
  expect(mail.summary).not.toContain("task");
});
