import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { createServiceAddOn } from "./create-service-add-on";
import { deleteServiceAddOn } from "./delete-service-add-on";
import { getServiceDetail } from "./get-service-detail";
import { updateServiceAddOn } from "./update-service-add-on";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const add = (more: Record<string, unknown> = {}) =>
  execute(createServiceAddOn, studio.caller, {
    serviceId: studio.massageId,
    name: "Hot stones",
    durationMinutes: 30,
    price: "120.00",
    ...more,
  });

it("makes a booking longer and dearer", async () => {
  const { data } = await add();
  const booking = await studio.book(`${studio.day(1)}T10:00`, { addOnIds: [data.id] });
  expect(booking.price).toBe("600.00");
  expect(Date.parse(booking.endTime) - Date.parse(booking.startTime)).toBe(90 * 60_000);
  expect((await auditOf(studio.organisationId, "create_service_add_on"))[0]?.entityId).toBe(data.id);
});

it("changes by its version, is gone when deleted, and is made once for one key", async () => {
  const { data } = await add({ idempotencyKey: "stones-once-1" });
  expect((await add({ idempotencyKey: "stones-once-1" })).data.id).toBe(data.id);
  const change = { addOnId: data.id, price: "150.00", expectedVersion: 1 };
  expect((await execute(updateServiceAddOn, studio.caller, change)).data).toMatchObject({
    price: "150.00",
    version: 2,
  });
  expect((await refusal(execute(updateServiceAddOn, studio.caller, change))).code).toBe("version_conflict");
  await execute(deleteServiceAddOn, studio.caller, { addOnId: data.id });
  const detail = await execute(getServiceDetail, studio.caller, { serviceId: studio.massageId });
  expect(detail.data.addOns.map(({ id }) => id)).not.toContain(data.id);
  const booked = studio.book(`${studio.day(2)}T10:00`, { addOnIds: [data.id] });
  expect((await refusal(booked)).details?.field).toBe("addOnIds");
});

it("names the field that is wrong", async () => {
  expect((await refusal(add({ durationMinutes: -1 }))).details?.field).toBe("durationMinutes");
  expect((await refusal(add({ price: "1.234" }))).details?.field).toBe("price");
});
