import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { execute } from "@/lib/kernel/execute";
import { createService } from "../services/create-service";
import { getAvailableSlots } from "./get-available-slots";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const ask = (serviceId: string, more: Record<string, unknown> = {}) =>
  execute(getAvailableSlots, studio.caller, { serviceId, date: studio.day(2), ...more });
const times = async (serviceId: string, more: Record<string, unknown> = {}) =>
  (await ask(serviceId, more)).data.items.map(({ localStart }) => localStart.slice(-5));

it("answers for a part of the day, on each of the days", async () => {
  const all = await times(studio.massageId);
  const afternoon = { timeFrom: "15:00", timeTo: "16:00" };
  const found = await times(studio.massageId, afternoon);
  expect(found.length).toBeGreaterThan(0);
  expect(found).toEqual(all.filter((time) => time >= "15:00" && time <= "16:00"));
  expect(await times(studio.massageId, { ...afternoon, days: 2 })).toEqual([...found, ...found]);
  expect(await times(studio.massageId, { timeFrom: "20:00" })).toEqual(all.filter((time) => time >= "20:00"));
  expect((await refusal(ask(studio.massageId, { timeFrom: "16:00", timeTo: "15:00" }))).details?.field).toBe("timeTo");
  const early = await ask(studio.classId, { timeTo: "07:00" });
  expect(early.summary).toContain(`other dates then: `);
});

it("says in one line how many of the dates are full", async () => {
  expect((await ask(studio.classId)).summary).toContain("1 time (");
  await studio.book(`${studio.day(2)}T18:00`, { serviceId: studio.classId, participants: 2 });
  expect((await ask(studio.classId)).summary).toContain("1 time, 1 of them full");
});

it("lets clean-up run past closing, and keeps it free before the next booking", async () => {
  const wrap = { name: "Body wrap", durationMinutes: 60, bufferAfterMinutes: 30 };
  const serviceId = (await execute(createService, studio.caller, wrap)).data.id;
  expect((await times(serviceId)).at(-1)).toBe("20:00");
  await studio.book(`${studio.day(2)}T14:00`, { serviceId });
  const near = await times(serviceId, { timeFrom: "12:00", timeTo: "16:00" });
  expect(near.filter((time) => time > "12:30" && time < "15:30")).toEqual([]);
  expect(near).toEqual(expect.arrayContaining(["12:30", "15:30"]));
});
