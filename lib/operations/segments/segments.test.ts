import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb, tenantDb } from "@/lib/db/client";
import { withTenant } from "@/lib/db/tenant";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { createCustomField } from "../custom-fields/create-custom-field";
import { setCustomFieldValues } from "../custom-fields/set-custom-field-values";
import { createDeal } from "../deals/create-deal";
import { createNote } from "../notes/create-note";
import { attachTags } from "../tags/attach-tags";
import { createTag } from "../tags/create-tag";
import { createTask } from "../tasks/create-task";
import { createSegment } from "./create-segment";
import { deleteSegment } from "./delete-segment";
import { getSegment } from "./get-segment";
import { getSegmentMembers } from "./get-segment-members";
import { listSegments } from "./list-segments";
import { previewSegmentCount } from "./preview-segment-count";
import { restoreSegment } from "./restore-segment";
import { countText } from "./segment";
import { countMatches } from "./segment-rules";
import { setSegmentMembers } from "./set-segment-members";
import { updateSegment } from "./update-segment";

let ours: TestWorkspace;
let theirs: TestWorkspace;
let count = 0;
const ids: Record<string, string> = {};
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const create = async (input: Record<string, unknown> = {}) =>
  (await execute(createSegment, ours.caller, { name: `Segment ${++count}`, ...input })).data.segment;
const members = async (segmentId: string) =>
  (await execute(getSegmentMembers, ours.caller, { segmentId, limit: 100 })).data.items.map(({ name }) => name).sort();
const matching = async (criteria: unknown) => members((await create({ criteria })).id);
const preview = (criteria: unknown) => execute(previewSegmentCount, ours.caller, { criteria });
const is = (field: string, op: string, value?: unknown) => ({ field, op, ...(value === undefined ? {} : { value }) });

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
  const people = [
    { name: "Anna", email: "anna@example.com", lifeStage: "vip", dateOfBirth: "1990-05-11", language: "zh-Hant" },
    { name: "Ben", lifeStage: "lead", source: "walk_in", phone: "9111 1111" },
    { name: "Cora", email: "cora@else.example", enrollMembership: true },
  ];
  for (const person of people) ids[person.name] = (await execute(createAccount, ours.caller, person)).data.account.id;
  const { tag } = (await execute(createTag, ours.caller, { name: "Yoga" })).data;
  ids.tag = tag.id;
  await execute(attachTags, ours.caller, { accountIds: [ids.Anna, ids.Ben], tagIds: [tag.id] });
  const field = { entityType: "account", fieldLabel: "F" };
  await execute(createCustomField, ours.caller, {
    ...field,
    fieldName: "size",
    fieldType: "select",
    options: ["S", "M"],
  });
  await execute(createCustomField, ours.caller, { ...field, fieldName: "visits", fieldType: "number" });
  await execute(setCustomFieldValues, ours.caller, {
    entityType: "account",
    entityId: ids.Anna,
    values: { size: "S", visits: 12 },
  });
  await execute(setCustomFieldValues, ours.caller, { entityType: "account", entityId: ids.Ben, values: { visits: 3 } });
  await execute(createTask, ours.caller, { title: "Call", accountId: ids.Ben });
  for (const name of ["Anna", "Ben"]) {
    await execute(createNote, ours.caller, { entityType: "account", entityId: ids[name], body: "Spoke" });
  }
  await systemDb().$executeRaw`UPDATE notes SET created_at = '2025-06-01' WHERE account_id = ${ids.Anna}`;
  await execute(createDeal, ours.caller, { name: "Deal", accountId: ids.Cora, stage: "Won" });
  await systemDb()
    .$executeRaw`UPDATE accounts SET last_activity_at = now() - interval '90 days' WHERE id = ${ids.Anna}`;
});

describe("criteria", () => {
  it.each([
    [is("lifeStage", "is", "vip"), ["Anna"]],
    [is("lifeStage", "not_in", ["vip", "lead"]), ["Cora"]],
    [is("email", "contains", "EXAMPLE.COM"), ["Anna"]],
    [is("email", "is_not", "anna@example.com"), ["Ben", "Cora"]],
    [{ not: is("email", "contains", "example") }, ["Ben"]],
    [is("email", "is_empty"), ["Ben"]],
    [is("name", "starts_with", "co"), ["Cora"]],
    [is("language", "is_set"), ["Anna"]],
    [is("lastActivityAt", "older_than_days", 60), ["Anna"]],
    [is("createdAt", "within_days", 1), ["Anna", "Ben", "Cora"]],
    [is("lastNoteAt", "within_days", 30), ["Ben"]],
    [{ not: is("lastNoteAt", "within_days", 30) }, ["Anna", "Cora"]],
    [is("lastNoteAt", "older_than_days", 30), ["Anna"]],
    [is("lastNoteAt", "before", "2026-01-01"), ["Anna"]],
    [is("lastNoteAt", "is_empty"), ["Cora"]],
    [is("lastNoteAt", "is_set"), ["Anna", "Ben"]],
    [is("dateOfBirth", "before", "1995-01-01"), ["Anna"]],
    [{ not: is("dateOfBirth", "before", "1995-01-01") }, ["Ben", "Cora"]],
    [is("tags", "has_any", ["yoga"]), ["Anna", "Ben"]],
    [is("tags", "has_none", ["Yoga"]), ["Cora"]],
    [is("custom.size", "is", "S"), ["Anna"]],
    [is("custom.size", "in", ["s", "m"]), ["Anna"]],
    [is("lifeStage", "is", "VIP"), ["Anna"]],
    [is("custom.visits", "gte", 3), ["Anna", "Ben"]],
    [is("custom.visits", "gt", 3), ["Anna"]],
    [is("custom.visits", "is_empty"), ["Cora"]],
    [is("hasMembership", "is", true), ["Cora"]],
    [is("hasOpenTask", "is", true), ["Ben"]],
    [is("hasWonDeal", "is", true), ["Cora"]],
    [is("hasOpenDeal", "is", true), []],
    [is("hasBooking", "is", false), ["Anna", "Ben", "Cora"]],
    [is("consent.email.marketing", "is", "none"), ["Anna", "Ben", "Cora"]],
    [
      {
        all: [
          is("tags", "has_all", ["Yoga"]),
          { any: [is("lifeStage", "is", "lead"), is("hasMembership", "is", true)] },
        ],
      },
      ["Ben"],
    ],
  ])("%j finds %j", async (criteria, expected) => {
    expect(await matching(criteria)).toEqual(expected);
    expect((await preview(criteria)).data).toEqual({ count: expected.length, isExact: true });
  });

  it("counts everybody without criteria", async () => {
    expect((await preview(null)).data.count).toBe(3);
    expect((await execute(previewSegmentCount, theirs.caller, {})).data.count).toBe(0);
  });

  it.each([
    [{}, "criteria.field"],
    [{ all: [] }, "criteria.all"],
    [{ all: [is("lifeStage", "is", "vip")], any: [] }, "criteria.any"],
    [{ any: [is("lifeStage", "contains", "v")] }, "criteria.any.0.op"],
    [is("shoeSize", "is", "S"), "criteria.field"],
    [is("createdAt", "before", "2026-02-30"), "criteria.value"],
    [is("createdAt", "within_days", -1), "criteria.value"],
    [is("hasBooking", "is", "yes"), "criteria.value"],
    [is("name", "is", { $ne: 1 }), "criteria.value"],
    [{ ...is("name", "is", "x"), or: 1 }, "criteria.or"],
    [is("tags", "has_any", ["nope"]), "criteria"],
    [is("custom.nope", "is", "x"), "criteria"],
    [is("segment", "in", ["seg_none"]), "criteria"],
    [is("custom.size", "is", "XL"), "criteria"],
    [is("lifeStage", "is", "gone"), "criteria"],
    [is("consent.mail.marketing", "is", "granted"), "criteria"],
  ])("%j is refused at %s", async (criteria, field) => {
    expect(await refusalOf(preview(criteria))).toMatchObject({ code: "invalid_input", details: { field } });
  });

  it("says which choices a field has", async () => {
    expect((await refusalOf(preview(is("custom.size", "is", "XL")))).message).toContain(
      '"XL" is no option; one of S, M',
    );
    expect((await refusalOf(preview(is("lifeStage", "is", "gone")))).message).toContain("lead, active, churned, vip");
  });

  it("refuses a tree that is 1,000 deep, or too wide", async () => {
    let deep: unknown = is("lifeStage", "is", "vip");
    for (let level = 0; level < 1_000; level++) deep = { not: deep };
    expect((await refusalOf(preview(deep))).message).toContain("8 deep");
    const wide = {
      all: Array.from({ length: 60 }, () => ({ any: [is("lifeStage", "is", "vip"), is("lifeStage", "is", "lead")] })),
    };
    expect((await refusalOf(preview(wide))).message).toContain("100 conditions");
  });
});

describe("segments", () => {
  const own = async () => ({ segmentId: (await create()).id });
  describe("create_segment", () =>
    itIsGuarded({ operation: createSegment, input: () => ({ name: `G ${++count}` }), caller }));
  describe("list_segments", () => itIsGuarded({ operation: listSegments, input: () => ({}), caller }));
  describe("preview_segment_count", () => itIsGuarded({ operation: previewSegmentCount, input: () => ({}), caller }));
  describe("get_segment", () => itIsGuarded({ operation: getSegment, input: own, caller, stranger }));
  describe("get_segment_members", () => itIsGuarded({ operation: getSegmentMembers, input: own, caller, stranger }));
  describe("update_segment", () =>
    itIsGuarded({
      operation: updateSegment,
      input: async () => ({ ...(await own()), description: "x" }),
      caller,
      stranger,
    }));
  describe("delete_segment", () => itIsGuarded({ operation: deleteSegment, input: own, caller, stranger }));
  describe("restore_segment", () =>
    itIsGuarded({
      operation: restoreSegment,
      input: async () => ({ segmentId: (await execute(deleteSegment, ours.caller, await own())).data.segment.id }),
      caller,
      stranger,
    }));
  describe("set_segment_members", () =>
    itIsGuarded({
      operation: setSegmentMembers,
      input: async () => ({ ...(await own()), accountIds: [] }),
      caller,
      stranger,
    }));

  it("are saved once under a name, with a live count, and audited", async () => {
    const segment = await create({ name: "Éclair", criteria: is("lifeStage", "is", "vip") });
    expect((await refusalOf(create({ name: "eclair" }))).details).toMatchObject({ segmentId: segment.id });
    expect((await execute(getSegment, ours.caller, { segmentId: segment.id })).data.members).toEqual({
      count: 1,
      isExact: true,
    });
    expect((await execute(listSegments, ours.caller, { search: "ecl" })).data.items).toMatchObject([
      { id: segment.id },
    ]);
    expect((await auditOf(ours.organisationId, "create_segment")).some(({ entityId }) => entityId === segment.id)).toBe(
      true,
    );
    const again = { name: "Repeated", idempotencyKey: "segment-once-1" };
    expect((await create(again)).id).toBe((await create(again)).id);
  });

  it("change, and report the conflict", async () => {
    const { id: segmentId } = await create({ criteria: is("lifeStage", "is", "vip") });
    const update = (input: Record<string, unknown>) => execute(updateSegment, ours.caller, { segmentId, ...input });
    await update({ criteria: is("lifeStage", "is", "lead"), expectedVersion: 1 });
    expect(await members(segmentId)).toEqual(["Ben"]);
    expect((await refusalOf(update({ name: "x", expectedVersion: 1 }))).code).toBe("version_conflict");
    await update({ criteria: null });
    expect(await members(segmentId)).toHaveLength(3);
  });

  it("are picked by hand, and may stand in the criteria of others", async () => {
    const { id: segmentId } = await create({ segmentType: "STATIC" });
    const set = (accountIds: unknown[]) => execute(setSegmentMembers, ours.caller, { segmentId, accountIds });
    expect((await set([ids.Anna, ids.Cora, ids.Anna])).data.memberCount).toBe(2);
    expect(await members(segmentId)).toEqual(["Anna", "Cora"]);
    expect(await matching({ all: [is("segment", "in", [segmentId]), is("hasMembership", "is", true)] })).toEqual([
      "Cora",
    ]);
    expect(await refusalOf(set([ids.Anna, "acc_none"]))).toMatchObject({
      code: "not_found",
      details: { missingIds: ["acc_none"] },
    });
    expect(await members(segmentId)).toEqual(["Anna", "Cora"]);
    expect(await refusalOf(create({ segmentType: "STATIC", criteria: is("lifeStage", "is", "vip") }))).toMatchObject({
      details: { field: "criteria" },
    });
  });

  it("name the criteria they lose when they are picked by hand", async () => {
    const criteria = is("lifeStage", "is", "vip");
    const { id: segmentId } = await create({ criteria });
    const { data, summary } = await execute(setSegmentMembers, ours.caller, { segmentId, accountIds: [ids.Anna] });
    expect(data.lostCriteria).toEqual(criteria);
    expect(summary).toContain("it was DYNAMIC");
    const again = await execute(setSegmentMembers, ours.caller, { segmentId, accountIds: [] });
    expect(again.data.lostCriteria).toBeNull();
  });

  it("go and come back", async () => {
    const { id: segmentId, name } = await create();
    await execute(deleteSegment, ours.caller, { segmentId });
    expect((await execute(listSegments, ours.caller, { search: name })).data.items.map(({ id }) => id)).not.toContain(
      segmentId,
    );
    await execute(restoreSegment, ours.caller, { segmentId });
    expect((await execute(getSegment, ours.caller, { segmentId })).data.segment.deletedAt).toBeNull();
  });
});

describe("a count that would take too long", () => {
  it("is an estimate from a sample of the customers, and says so; a small one stays exact", async () => {
    const crowd = await makeWorkspace("Crowded");
    const { organisationId, companyId } = crowd;
    await systemDb().$executeRaw`
      INSERT INTO accounts (organisation_id, company_id, id, name, life_stage, search_text, search_grams, sort_name)
      SELECT ${organisationId}, ${companyId}, 'acc_' || left(translate(encode(sha256(n::text::bytea), 'base64'), '+/=', 'abc'), 24),
        'Somebody', CASE WHEN n % 100 = 0 THEN 'vip' ELSE 'active' END, 'somebody', '{}', 'somebody'
      FROM generate_series(1, 20000) n`;
    const count = (where: object, most: number) =>
      withTenant({ organisationId, companyId }, () => countMatches(tenantDb(), where, most));
    const many = await count({ lifeStage: "active" }, 1_000);
    expect(many.isExact).toBe(false);
    expect(Math.abs(many.count - 19_800) / 19_800).toBeLessThan(0.4);
    expect(countText(many)).toMatch(/^about [\d,]+ customers$/);
    expect(await count({ lifeStage: "vip" }, 1_000)).toEqual({ count: 200, isExact: true });
    expect(await count({}, 20_000)).toEqual({ count: 20_000, isExact: true });
  });
});
