import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { createServiceAddOn } from "../services/create-service-add-on";
import { holdSlot } from "./hold-slot";
import { releaseSlot } from "./release-slot";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const hold = (start: string, more: Record<string, unknown> = {}) =>
  execute(holdSlot, studio.caller, { serviceId: studio.massageId, start, ...more });

it("keeps a time from others until it is booked with the hold", async () => {
  const start = `${studio.day(1)}T10:00`;
  const { data } = await hold(start);
  expect((await refusal(studio.book(start))).code).toBe("slot_taken");
  expect((await refusal(hold(start))).code).toBe("slot_taken");
  expect((await studio.book(start, { holdId: data.holdId })).status).toBe("confirmed");
  expect((await refusal(execute(releaseSlot, studio.caller, { holdId: data.holdId }))).code).toBe("not_found");
  expect((await auditOf(studio.organisationId, "hold_slot"))[0]).toMatchObject({ outcome: "done" });
});

describe("with add-ons", () => {
  const addOn = { name: "Half an hour more", durationMinutes: 30, price: "200.00" };
  const withAddOn = async () =>
    (await execute(createServiceAddOn, studio.caller, { serviceId: studio.massageId, ...addOn })).data.id;

  it("keeps the longer time, and the booking that takes it up has the length and price that were held", async () => {
    const addOnIds = [await withAddOn()];
    const { data } = await hold(`${studio.day(8)}T10:00`, { addOnIds });
    expect(Date.parse(data.endTime) - Date.parse(data.startTime)).toBe(90 * 60_000);
    expect((await refusal(studio.book(`${studio.day(8)}T11:00`))).code).toBe("slot_taken");
    const booked = await studio.book(`${studio.day(8)}T10:00`, { holdId: data.holdId });
    expect(booked).toMatchObject({ endTime: data.endTime, price: "680.00" });
  });

  it("gives way to what the booking says itself, and takes only add-ons of the service", async () => {
    const addOnIds = [await withAddOn()];
    const { data } = await hold(`${studio.day(9)}T10:00`, { addOnIds });
    const plain = await studio.book(`${studio.day(9)}T10:00`, { holdId: data.holdId, addOnIds: [] });
    expect(plain).toMatchObject({ price: "480.00", endTime: (await studio.book(`${studio.day(9)}T11:00`)).startTime });
    const foreign = await refusal(hold(`${studio.day(9)}T15:00`, { addOnIds, serviceId: studio.classId }));
    expect(foreign).toMatchObject({ code: "not_found", details: { field: "addOnIds" } });
  });
});

it("ends by itself, or when it is released", async () => {
  const start = `${studio.day(2)}T10:00`;
  const first = await hold(start);
  await systemDb()
    .$executeRaw`UPDATE booking_allocations SET expires_at = now() WHERE holder_id = ${first.data.holdId}`;
  const second = await hold(start);
  await execute(releaseSlot, studio.caller, { holdId: second.data.holdId });
  expect((await studio.book(start)).status).toBe("confirmed");
});

it("cannot be used to free somebody's booking, and is made once for one key", async () => {
  const booked = await studio.book(`${studio.day(3)}T10:00`);
  await studio.book(`${studio.day(3)}T12:00`, { holdId: booked.id });
  expect((await refusal(studio.book(`${studio.day(3)}T10:00`))).code).toBe("slot_taken");
  const once = { idempotencyKey: "hold-once-1" };
  const first = await hold(`${studio.day(4)}T10:00`, once);
  expect((await hold(`${studio.day(4)}T10:00`, once)).data.holdId).toBe(first.data.holdId);
  expect((await refusal(hold("tomorrow at ten o'clock"))).details?.field).toBe("start");
});

it("keeps places of a class, gives them to the holder only, and back when its time is over", async () => {
  const start = `${studio.day(5)}T18:00`;
  const inClass = { serviceId: studio.classId };
  const both = await hold(start, { ...inClass, participants: 2 });
  expect((await refusal(studio.book(start, inClass))).code).toBe("class_full");
  const booked = await studio.book(start, { ...inClass, holdId: both.data.holdId });
  expect(booked.occurrenceId).not.toBeNull();
  const one = await hold(start, inClass);
  expect((await refusal(hold(start, inClass))).code).toBe("class_full");
  await execute(releaseSlot, studio.caller, { holdId: one.data.holdId });
  const late = await hold(start, inClass);
  await systemDb().$executeRaw`UPDATE booking_allocations SET expires_at = now() WHERE holder_id = ${late.data.holdId}`;
  expect((await studio.book(start, inClass)).status).toBe("confirmed");
  expect((await refusal(studio.book(start, inClass))).code).toBe("class_full");
  const where = { id: booked.occurrenceId ?? "" };
  expect((await systemDb().scheduleOccurrence.findFirstOrThrow({ where })).taken).toBe(2);
});

it("refuses a weekday that is not the date's", async () => {
  const start = `${studio.day(6)}T10:00`;
  const actual = new Date(`${studio.day(6)}T00:00:00Z`).getUTCDay();
  expect((await refusal(hold(start, { weekday: (actual + 1) % 7 }))).details?.field).toBe("weekday");
  expect((await hold(start, { weekday: actual })).data.localStart).toContain(studio.day(6));
});
