import { beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "@/e2e/support/operations";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { setConsent } from "../consent/set-consent";
import { createCustomField } from "../custom-fields/create-custom-field";
import { setCustomFieldValues } from "../custom-fields/set-custom-field-values";
import { exportAccounts } from "../imports/export-accounts";
import { createSegment } from "../segments/create-segment";
import { createAccount } from "./create-account";
import { deleteAccount } from "./delete-account";
import { mergeAccounts } from "./merge-accounts";
import { searchMembers } from "./search-members";

let ours: TestWorkspace;
let theirs: TestWorkspace;
const add = async (input: { name: string } & Record<string, unknown>, who = ours) =>
  (await execute(createAccount, who.caller, input)).data.account.id;
const names = async (input: Record<string, unknown>) =>
  (await execute(searchMembers, ours.caller, input)).data.items.map(({ name }) => name);
const exported = async (input: Record<string, unknown>) =>
  (await execute(exportAccounts, ours.caller, input)).data.rowCount;

let anna: string;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
  anna = await add({ name: "Anna Chan", language: "zh-Hant" });
  await add({ name: "Ocean Ltd", type: "business", language: "en" });
  await add({ name: "Ben Wong" });
});

describe("the filters of customers", () => {
  it("narrow by kind and language, in a list and in an export alike", async () => {
    expect(await names({ type: "business" })).toEqual(["Ocean Ltd"]);
    expect(await names({ language: "zh-Hant" })).toEqual(["Anna Chan"]);
    expect(await exported({ type: "business" })).toBe(1);
    expect(await exported({ search: "anna" })).toBe(1);
    expect(await exported({ accountIds: [anna] })).toBe(1);
  });

  it("narrow by a segment, by consent and by custom fields", async () => {
    const criteria = { field: "name", op: "contains", value: "wong" };
    const segment = await execute(createSegment, ours.caller, { name: "Wongs", segmentType: "DYNAMIC", criteria });
    expect(await names({ segmentId: segment.data.segment.id })).toEqual(["Ben Wong"]);
    const said = { channel: "email", purpose: "marketing", status: "granted", source: "in_person", proof: "Said so" };
    await execute(setConsent, ours.caller, { ...said, accountId: anna } as never);
    const field = { entityType: "account", fieldName: "size", fieldLabel: "Size", fieldType: "text" } as const;
    await execute(createCustomField, ours.caller, field);
    const values = { entityType: "account", entityId: anna, values: { size: "Medium" } } as const;
    await execute(setCustomFieldValues, ours.caller, values);
    const consent = { field: "consent.email.marketing", op: "is", value: "granted" };
    const size = { field: "custom.size", op: "contains", value: "medi" };
    expect(await names({ criteria: { all: [consent, size] } })).toEqual(["Anna Chan"]);
    expect(await names({ criteria: { all: [consent, { ...size, value: "large" }] } })).toEqual([]);
  });

  it("show deleted customers who can be restored, and only those", async () => {
    const gone = await add({ name: "Gone Lee" });
    await execute(deleteAccount, ours.caller, { accountId: gone });
    const [kept, merged] = [await add({ name: "Double" }), await add({ name: "Double" })];
    await execute(mergeAccounts, ours.caller, { survivorId: kept, mergedId: merged });
    expect(await names({ deleted: true })).toEqual(["Gone Lee"]);
    expect(await names({ deleted: true, search: "lee" })).toEqual(["Gone Lee"]);
    expect(await names({ deleted: true, search: "nobody" })).toEqual([]);
    expect(await names({ search: "lee" })).toEqual([]);
  });

  it("name what does not fit and do not know another organisation's records", async () => {
    const segment = { name: "Theirs", segmentType: "DYNAMIC" } as const;
    const theirSegment = (await execute(createSegment, theirs.caller, segment)).data.segment.id;
    const theirAccount = await add({ name: "Anna Chan" }, theirs);
    expect((await refusalOf(names({ segmentId: theirSegment }))).kind).toBe("not_found");
    expect((await refusalOf(exported({ accountIds: [theirAccount] }))).kind).toBe("not_found");
    const bad = await refusalOf(names({ criteria: { field: "shoe", op: "is", value: "1" } }));
    expect(bad).toMatchObject({ code: "invalid_input", details: { field: "criteria.field" } });
  });
});
