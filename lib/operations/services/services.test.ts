import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { archiveService } from "./archive-service";
import { createService } from "./create-service";
import { createServiceCategory } from "./create-service-category";
import { deleteServiceCategory } from "./delete-service-category";
import { getServiceDetail } from "./get-service-detail";
import { listServiceCategories } from "./list-service-categories";
import { listServices } from "./list-services";
import { updateService } from "./update-service";

let studio: TestWorkspace;
const massage = { name: "Massage", durationMinutes: 60, price: "480.00" };
const create = (more: Record<string, unknown> = {}) => execute(createService, studio.caller, { ...massage, ...more });

beforeAll(async () => {
  studio = await makeWorkspace();
});

it("creates a service with its price in the company's currency, and writes the audit row", async () => {
  const { data } = await create();
  expect(data).toMatchObject({ name: "Massage", price: "480.00", currency: "HKD", status: "active", version: 1 });
  const [event] = await auditOf(studio.organisationId, "create_service");
  expect(event).toMatchObject({ outcome: "done", entityId: data.id });
});

it.each([
  ["durationMinutes", { durationMinutes: 0 }],
  ["durationMinutes", { durationMinutes: 10_000 }],
  ["price", { price: "-1" }],
  ["price", { price: "1.005" }],
  ["capacity", { capacity: 0 }],
  ["name", { name: " " }],
])("names the field %s that is wrong", async (field, more) => {
  expect((await refusal(create(more))).details?.field).toBe(field);
});

it("replays a retry and refuses the key for another service", async () => {
  const idempotencyKey = "service-retry-1";
  const first = await create({ name: "Once", idempotencyKey });
  expect((await create({ name: "Once", idempotencyKey })).data.id).toBe(first.data.id);
  expect((await refusal(create({ name: "Twice", idempotencyKey }))).code).toBe("idempotency_conflict");
});

it("changes only what is named, and tells who changed it meanwhile", async () => {
  const { id: serviceId } = (await create({ name: "Old" })).data;
  const changed = await execute(updateService, studio.caller, { serviceId, name: "New", expectedVersion: 1 });
  expect(changed.data).toMatchObject({ name: "New", price: "480.00", version: 2 });
  const late = await refusal(execute(updateService, studio.caller, { serviceId, name: "Later", expectedVersion: 1 }));
  expect(late).toMatchObject({ code: "version_conflict", details: { current: { name: "New" } } });
});

it("archives a service, which then is listed as archived, and brings it back", async () => {
  const { id: serviceId } = (await create({ name: "Seasonal special" })).data;
  await execute(archiveService, studio.caller, { serviceId });
  const named = async (status: string) =>
    (await execute(listServices, studio.caller, { search: "seasonal", status })).data.items.map(({ id }) => id);
  expect([await named("archived"), await named("active")]).toEqual([[serviceId], []]);
  await execute(updateService, studio.caller, { serviceId, status: "active" });
  expect(await named("active")).toEqual([serviceId]);
});

it("groups services in categories and keeps them when the category goes", async () => {
  const category = await execute(createServiceCategory, studio.caller, { name: "Body" });
  const { id: serviceId } = (await create({ name: "Scrub", categoryId: category.data.id })).data;
  const gone = await execute(deleteServiceCategory, studio.caller, { categoryId: category.data.id });
  expect(gone.data.unlinkedServices).toBe(1);
  const detail = await execute(getServiceDetail, studio.caller, { serviceId });
  expect(detail.data.service).toMatchObject({ name: "Scrub", categoryId: null });
  expect((await execute(listServiceCategories, studio.caller, {})).data.items).toEqual([]);
  expect((await refusal(create({ categoryId: category.data.id }))).details?.field).toBe("categoryId");
});

it("lists page by page without losing or repeating one", async () => {
  const all = (await execute(listServices, studio.caller, { limit: 100 })).data.items.map(({ id }) => id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await execute(listServices, studio.caller, { limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...data.items.map(({ id }) => id));
    cursor = data.nextCursor;
  } while (cursor);
  expect(seen).toEqual(all);
});
