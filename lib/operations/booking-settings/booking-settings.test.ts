import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { getBookingSettings } from "./get-booking-settings";
import { updateBookingSettings } from "./update-booking-settings";

let studio: Studio;
const set = (changes: Record<string, unknown>) => execute(updateBookingSettings, studio.caller, changes);

beforeAll(async () => {
  studio = await openStudio();
});

it("answers defaults until something is set, then keeps the rest", async () => {
  expect((await execute(getBookingSettings, studio.caller, {})).data).toMatchObject({ version: 0 });
  const { data } = await set({ slotIntervalMinutes: 30 });
  expect(data.settings).toMatchObject({ slotIntervalMinutes: 30, horizonDays: 180 });
  expect((await auditOf(studio.organisationId, "update_booking_settings")).at(-1)).toMatchObject({ outcome: "done" });
  await set({ horizonDays: 60 });
  const late = await refusal(set({ horizonDays: 90, expectedVersion: 1 }));
  expect(late.code).toBe("version_conflict");
  expect((await refusal(set({ slotIntervalMinutes: 1 }))).details?.field).toBe("slotIntervalMinutes");
});

it.each([
  ["minimumNotice", { minimumNoticeMinutes: 43_200 }, 2],
  ["horizon", { horizonDays: 1 }, 9],
])("refuses a booking by the rule %s and names it", async (rule, changes, offset) => {
  await set({ minimumNoticeMinutes: 0, horizonDays: 180, ...changes });
  expect((await refusal(studio.book(`${studio.day(offset)}T10:00`))).details?.rule).toBe(rule);
  await set({ minimumNoticeMinutes: 0, horizonDays: 180 });
});

it.each([
  ["maximumUpcomingPerCustomer", { maximumUpcomingPerCustomer: 1 }],
  ["globalCooldownDays", { globalCooldownDays: 7 }],
  ["blockUntilFinished", { blockUntilFinished: true }],
])("keeps the customer's rule %s", async (rule, changes) => {
  const customer = { name: rule, email: `${rule.toLowerCase()}@example.com` };
  const off = { maximumUpcomingPerCustomer: null, globalCooldownDays: null, blockUntilFinished: false };
  await set({ ...off, ...changes });
  const hour = { maximumUpcomingPerCustomer: "09", globalCooldownDays: "12", blockUntilFinished: "15" }[rule];
  await studio.book(`${studio.day(3)}T${hour}:00`, { customer });
  expect((await refusal(studio.book(`${studio.day(4)}T${hour}:00`, { customer }))).details?.rule).toBe(rule);
  await set(off);
});

it("makes every booking wait for a confirmation when asked to", async () => {
  await set({ requireBookingConfirmation: true });
  expect((await studio.book(`${studio.day(5)}T10:00`)).status).toBe("pending");
  expect((await refusal(studio.book(`${studio.day(5)}T10:00`))).code).toBe("slot_taken");
});
