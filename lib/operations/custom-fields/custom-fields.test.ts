import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { getMemberProfile } from "../accounts/get-member-profile";
import { getBookingDetail } from "../bookings/get-booking-detail";
import { openStudio } from "../bookings/testing/studio";
import { getContact } from "../contacts/get-contact";
import { createDeal } from "../deals/create-deal";
import { getDeal } from "../deals/get-deal";
import { createCustomField } from "./create-custom-field";
import { deleteCustomField } from "./delete-custom-field";
import { getCustomField } from "./get-custom-field";
import { listCustomFields } from "./list-custom-fields";
import { restoreCustomField } from "./restore-custom-field";
import { setCustomFieldValues } from "./set-custom-field-values";
import { updateCustomField } from "./update-custom-field";

let ours: TestWorkspace;
let theirs: TestWorkspace;
let entityId: string;
let count = 0;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const add = async (input: Record<string, unknown> = {}) =>
  (
    await execute(createCustomField, ours.caller, {
      entityType: "account",
      fieldName: `field_${++count}`,
      fieldLabel: "Field",
      fieldType: "text",
      ...input,
    })
  ).data.customField;
const set = (values: Record<string, unknown>) =>
  execute(setCustomFieldValues, ours.caller, { entityType: "account", entityId, values });
const values = async () =>
  Object.fromEntries(
    (await execute(getMemberProfile, ours.caller, { accountId: entityId })).data.customFields.map((each) => [
      each.fieldName,
      each.values,
    ]),
  );

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
  entityId = (await execute(createAccount, ours.caller, { name: "Fielded" })).data.account.id;
});

describe("custom fields", () => {
  const own = async () => ({ definitionId: (await add()).id });
  const fresh = () => ({ entityType: "account", fieldName: `field_${++count}`, fieldLabel: "X", fieldType: "text" });
  describe("create_custom_field", () => itIsGuarded({ operation: createCustomField, input: fresh, caller }));
  describe("list_custom_fields", () =>
    itIsGuarded({ operation: listCustomFields, input: () => ({ entityType: "deal" }), caller }));
  describe("get_custom_field", () => itIsGuarded({ operation: getCustomField, input: own, caller, stranger }));
  describe("update_custom_field", () =>
    itIsGuarded({
      operation: updateCustomField,
      input: async () => ({ ...(await own()), fieldLabel: "Y" }),
      caller,
      stranger,
    }));
  describe("delete_custom_field", () => itIsGuarded({ operation: deleteCustomField, input: own, caller, stranger }));
  describe("restore_custom_field", () =>
    itIsGuarded({
      operation: restoreCustomField,
      input: async () => ({
        definitionId: (await execute(deleteCustomField, ours.caller, await own())).data.customField.id,
      }),
      caller,
      stranger,
    }));
  describe("set_custom_field_values", () =>
    itIsGuarded({
      operation: setCustomFieldValues,
      input: () => ({ entityType: "account", entityId, values: {} }),
      caller,
      stranger,
    }));

  it("are added once, listed in order, and audited", async () => {
    const field = await add({
      entityType: "contact",
      fieldName: "size",
      fieldType: "select",
      options: ["S", "M"],
      sortOrder: 2,
    });
    await add({ entityType: "contact", fieldName: "first", sortOrder: 1 });
    const { items } = (await execute(listCustomFields, ours.caller, { entityType: "contact" })).data;
    expect(items.map(({ fieldName }) => fieldName)).toEqual(["first", "size"]);
    expect(await refusalOf(add({ entityType: "contact", fieldName: "size" }))).toMatchObject({
      code: "conflict",
      details: { definitionId: field.id },
    });
    expect(
      (await auditOf(ours.organisationId, "create_custom_field")).some((event) => event.entityId === field.id),
    ).toBe(true);
    const input = { ...fresh(), idempotencyKey: "field-once-1" };
    const [first, second] = [
      await execute(createCustomField, ours.caller, input),
      await execute(createCustomField, ours.caller, input),
    ];
    expect(second.data.customField.id).toBe(first.data.customField.id);
  });

  it("name bad definitions", async () => {
    expect(await refusalOf(add({ fieldName: "Not A Name" }))).toMatchObject({ details: { field: "fieldName" } });
    expect(await refusalOf(add({ fieldType: "select" }))).toMatchObject({ details: { field: "options" } });
    expect(await refusalOf(add({ options: ["S"] }))).toMatchObject({ details: { field: "options" } });
    expect(await refusalOf(add({ fieldType: "colour" }))).toMatchObject({ details: { field: "fieldType" } });
  });

  it("take values of their type, all or none, and keep the old ones for undo", async () => {
    await add({ fieldName: "shoe", fieldType: "number" });
    await add({ fieldName: "diet", fieldType: "multiselect", options: ["vegan", "nuts"] });
    await add({ fieldName: "since", fieldType: "date" });
    await set({ shoe: "38.5", diet: ["vegan", "nuts"], since: "2026-05-11" });
    expect(await values()).toEqual({ shoe: ["38.5"], diet: ["vegan", "nuts"], since: ["2026-05-11"] });
    const bad = async (input: Record<string, unknown>) => (await refusalOf(set(input))).details?.field;
    expect(await bad({ diet: ["vegan"], shoe: "big" })).toBe("values.shoe");
    expect(await bad({ diet: ["stones"] })).toBe("values.diet");
    expect(await bad({ since: "2026-02-30" })).toBe("values.since");
    expect(await bad({ unknown: "x" })).toBe("values.unknown");
    expect(await values()).toMatchObject({ diet: ["vegan", "nuts"] });
    await set({ diet: ["nuts"], since: null });
    expect(await values()).toEqual({ shoe: ["38.5"], diet: ["nuts"] });
    const events = await auditOf(ours.organisationId, "set_custom_field_values");
    expect(events.at(-1)).toMatchObject({ before: { values: { diet: ["vegan", "nuts"], since: ["2026-05-11"] } } });
  });

  it("are found by their label and chosen in any case, and the summary says whose they are", async () => {
    await add({ fieldName: "skin_type", fieldLabel: "Skin type", fieldType: "select", options: ["dry", "oily"] });
    const { summary, data } = await set({ "skin Type": "Dry" });
    expect(data.values).toEqual({ skin_type: ["dry"] });
    expect(summary).toMatch(/^.+: 1 field set/);
    expect((await refusalOf(set({ skin_type: "wet" }))).message).toContain("must be one of dry, oily");
    expect((await refusalOf(set({ skin_type: "dry", "Skin type": "oily" }))).details?.field).toBe("values.Skin type");
    await set({ skin_type: null });
  });

  it("stand on contacts, deals and bookings too, where each of them is shown", async () => {
    const studio = await openStudio("Fielded studio");
    const run = studio.caller;
    const owner = (await execute(createAccount, run, { name: "Owner" })).data;
    const deal = (await execute(createDeal, run, { name: "Deal", accountId: owner.account.id })).data.deal;
    const booking = await studio.book(`${studio.day(1)}T10:00`);
    const records = { contact: owner.contact?.id ?? "", deal: deal.id, booking: booking.id };
    for (const [entityType, id] of Object.entries(records)) {
      const field = { entityType, fieldName: "note", fieldLabel: "Note", fieldType: "text" };
      await execute(createCustomField, run, field);
      await execute(setCustomFieldValues, run, { entityType, entityId: id, values: { note: entityType } });
    }
    const shown = [
      (await execute(getContact, run, { contactId: records.contact })).data,
      (await execute(getDeal, run, { dealId: records.deal })).data,
      (await execute(getBookingDetail, run, { bookingId: records.booking })).data,
    ].map(({ customFields }) => customFields);
    expect(shown).toEqual(
      ["contact", "deal", "booking"].map((kind) => [{ fieldName: "note", fieldLabel: "Note", values: [kind] }]),
    );
    const foreign = { entityType: "booking", entityId: records.booking, values: {} };
    expect(await refusalOf(execute(setCustomFieldValues, ours.caller, foreign))).toMatchObject({
      code: "not_found",
      message: "entityId: there is no such booking in this company",
    });
  });

  it("change, but not away from stored values, and report the conflict", async () => {
    const field = await add({ fieldName: "level", fieldType: "text" });
    await set({ level: "7" });
    const update = (input: Record<string, unknown>) =>
      execute(updateCustomField, ours.caller, { definitionId: field.id, ...input });
    expect((await update({ fieldType: "number", expectedVersion: 1 })).data.customField.fieldType).toBe("number");
    expect((await refusalOf(update({ fieldType: "date" }))).code).toBe("precondition_failed");
    expect((await refusalOf(update({ fieldLabel: "x", expectedVersion: 1 }))).code).toBe("version_conflict");
    expect((await execute(getCustomField, ours.caller, { definitionId: field.id })).data.valueCount).toBe(1);
  });

  it("go with their values and come back with them", async () => {
    const field = await add({ fieldName: "gone" });
    await set({ gone: "kept" });
    expect((await execute(deleteCustomField, ours.caller, { definitionId: field.id })).data.valueCount).toBe(1);
    expect(await values()).not.toHaveProperty("gone");
    const successor = await add({ fieldName: "gone" });
    expect((await refusalOf(execute(restoreCustomField, ours.caller, { definitionId: field.id }))).code).toBe(
      "conflict",
    );
    await execute(deleteCustomField, ours.caller, { definitionId: successor.id });
    await execute(restoreCustomField, ours.caller, { definitionId: field.id });
    expect(await values()).toMatchObject({ gone: ["kept"] });
  });
});
