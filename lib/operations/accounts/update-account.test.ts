import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "./create-account";
import { getMemberProfile } from "./get-member-profile";
import { updateAccount } from "./update-account";

let ours: TestWorkspace;
let theirs: TestWorkspace;
let accountId: string;
const create = async (input: Record<string, unknown>) =>
  (await execute(createAccount, ours.caller, input)).data.account;
const update = async (input: Record<string, unknown>) =>
  (await execute(updateAccount, ours.caller, input)).data.account;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
  accountId = (await create({ name: "Base", phone: "5111 1111" })).id;
});

describe("update_account", () => {
  itIsGuarded({
    operation: updateAccount,
    input: () => ({ accountId, firstName: "X" }),
    caller: () => ours.caller,
    stranger: () => theirs.caller,
  });

  it("changes what is named, clears what is null, keeps the rest, and audits only the difference", async () => {
    const { id } = await create({ name: "Ben", email: "ben@example.com", address: "Somewhere", phone: "5222 2222" });
    const after = await update({ accountId: id, name: "Benedict", address: null, lifeStage: "vip" });
    expect(after).toMatchObject({
      name: "Benedict",
      address: null,
      lifeStage: "vip",
      email: "ben@example.com",
      version: 2,
    });
    const events = await auditOf(ours.organisationId, "update_account");
    expect(events.find(({ entityId }) => entityId === id)).toMatchObject({
      before: { name: "Ben", address: "Somewhere", lifeStage: "active" },
      after: { name: "Benedict", address: null, lifeStage: "vip" },
    });
    const { contacts } = (await execute(getMemberProfile, ours.caller, { accountId: id })).data;
    expect(contacts).toMatchObject([{ name: "Benedict" }]);
  });

  it("refuses an outdated version with the newer record", async () => {
    const { id } = await create({ name: "Cora" });
    await update({ accountId: id, firstName: "One", expectedVersion: 1 });
    const error = await refusalOf(update({ accountId: id, firstName: "Two", expectedVersion: 1 }));
    expect(error).toMatchObject({
      code: "version_conflict",
      details: {
        current: { id, firstName: "One", version: 2 },
        changes: [{ by: "Test key", operation: "update_account", fields: ["firstName"] }],
      },
    });
    const { account } = (await execute(getMemberProfile, ours.caller, { accountId: id })).data;
    expect(Object.keys(error.details?.current as object).sort()).toEqual(Object.keys(account).sort());
  });

  it("lets one of two people who read the same version win", async () => {
    const { id } = await create({ name: "Dean" });
    const outcomes = await Promise.allSettled(
      ["A", "B", "C"].map((firstName) => update({ accountId: id, firstName, expectedVersion: 1 })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("refuses a phone that another customer has, unless shared, and releases the old one", async () => {
    const first = await create({ name: "First", phone: "5333 3333" });
    const second = await create({ name: "Second" });
    const error = await refusalOf(update({ accountId: second.id, phone: "5333 3333" }));
    expect(error).toMatchObject({ code: "possible_duplicate", details: { candidates: [{ accountId: first.id }] } });
    expect(await update({ accountId: second.id, phone: "5333 3333", onDuplicate: "share" })).toMatchObject({
      phone: "+85253333333",
    });
    await update({ accountId: first.id, phone: null });
    await update({ accountId: second.id, phone: "5333 4444" });
    expect((await create({ name: "Third", phone: "5333 3333" })).phone).toBe("+85253333333");
  });

  it("refuses a member code twice, itself as referrer, and people who do not exist", async () => {
    const { id } = await create({ name: "Coded", memberCode: "C-1" });
    const other = await create({ name: "Other" });
    const bad = (input: Record<string, unknown>) => refusalOf(update({ accountId: other.id, ...input }));
    expect(await bad({ memberCode: "C-1" })).toMatchObject({
      code: "conflict",
      details: { field: "memberCode", accountId: id },
    });
    expect(await bad({ referredByAccountId: other.id })).toMatchObject({ details: { field: "referredByAccountId" } });
    expect(await bad({ referredByAccountId: "acc_none" })).toMatchObject({ code: "not_found" });
    expect(await bad({ assignedTo: theirs.userId })).toMatchObject({
      code: "not_found",
      details: { field: "assignedTo" },
    });
    expect((await update({ accountId: other.id, assignedTo: ours.userId })).assignedTo).toBe(ours.userId);
  });
});
