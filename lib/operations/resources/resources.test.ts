import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { getAvailableSlots } from "../bookings/get-available-slots";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { createService } from "../services/create-service";
import { createResource } from "./create-resource";
import { linkResourceToService } from "./link-resource-to-service";
import { listResources } from "./list-resources";
import { setResourceAvailability } from "./set-resource-availability";
import { unlinkResourceFromService } from "./unlink-resource-from-service";
import { updateResource } from "./update-resource";

let studio: Studio;
let serviceId: string;
let resourceId: string;

beforeAll(async () => {
  studio = await openStudio();
  const sauna = { name: "Sauna", durationMinutes: 60, requiresResource: true };
  serviceId = (await execute(createService, studio.caller, sauna)).data.id;
  const cabin = { name: "Cabin", type: "room", capacity: 2 };
  resourceId = (await execute(createResource, studio.caller, cabin)).data.id;
});

const book = (start: string) => studio.book(start, { serviceId });

it("is needed before a service that requires one can be booked, and the refusal says what to do", async () => {
  const error = await refusal(book(`${studio.day(1)}T10:00`));
  expect(error).toMatchObject({ code: "not_bookable", details: { rule: "resourceMissing" } });
  expect(error.hint).toContain("link_resource_to_service");
});

it("takes as many bookings at one time as it has places, and no more", async () => {
  await execute(linkResourceToService, studio.caller, { serviceId, resourceId });
  await execute(linkResourceToService, studio.caller, { serviceId, resourceId });
  await book(`${studio.day(1)}T10:00`);
  const second = await book(`${studio.day(1)}T10:30`);
  expect(second.resourceName).toBe("Cabin");
  expect((await refusal(book(`${studio.day(1)}T10:30`))).code).toBe("slot_taken");
});

it("is offered only in its own hours", async () => {
  const date = studio.day(3);
  const window = { resourceId, date, startTime: "12:00", endTime: "13:00" };
  await execute(setResourceAvailability, studio.caller, window);
  const { data } = await execute(getAvailableSlots, studio.caller, { serviceId, date });
  expect(data.items.map(({ localStart, remainingCapacity }) => [localStart.slice(-5), remainingCapacity])).toEqual([
    ["12:00", 2],
  ]);
});

it("changes by its version, and is not offered while inactive", async () => {
  const change = { resourceId, status: "inactive", expectedVersion: 1 };
  expect((await execute(updateResource, studio.caller, change)).data).toMatchObject({ status: "inactive", version: 2 });
  expect((await refusal(execute(updateResource, studio.caller, change))).code).toBe("version_conflict");
  expect((await refusal(book(`${studio.day(2)}T10:00`))).code).toBe("not_bookable");
  expect((await execute(listResources, studio.caller, {})).data.items).toHaveLength(1);
  expect((await auditOf(studio.organisationId, "update_resource"))[0]).toMatchObject({ outcome: "done" });
});

it("names what is wrong, and replays a retry", async () => {
  expect(
    (await refusal(execute(createResource, studio.caller, { name: "X", type: "room", capacity: 0 }))).details?.field,
  ).toBe("capacity");
  const mat = { name: "Mat", type: "equipment", idempotencyKey: "mat-retry-1" };
  const first = await execute(createResource, studio.caller, mat);
  expect((await execute(createResource, studio.caller, mat)).data.id).toBe(first.data.id);
});

it("is no longer taken by a service it was unlinked from", async () => {
  const link = { serviceId, resourceId };
  const linked = async () =>
    (await execute(listResources, studio.caller, {})).data.items.find(({ id }) => id === resourceId)?.serviceIds;
  expect(await linked()).toEqual([serviceId]);
  expect((await execute(unlinkResourceFromService, studio.caller, link)).data.wasLinked).toBe(true);
  expect(await linked()).toEqual([]);
  expect((await execute(unlinkResourceFromService, studio.caller, link)).data.wasLinked).toBe(false);
});
