import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "./create-account";
import { deleteAccount } from "./delete-account";
import { restoreAccount } from "./restore-account";
import { searchMembers } from "./search-members";

let ours: TestWorkspace;
let theirs: TestWorkspace;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});
const create = async (input: Record<string, unknown>) =>
  (await execute(createAccount, ours.caller, input)).data.account;
const remove = async (accountId: string) => (await execute(deleteAccount, ours.caller, { accountId })).data.account;
const restore = async (input: Record<string, unknown>) =>
  (await execute(restoreAccount, ours.caller, input)).data.account;
const found = async (search: string) =>
  (await execute(searchMembers, ours.caller, { search })).data.items.map(({ id }) => id);

describe("delete_account", () => {
  itIsGuarded({
    operation: deleteAccount,
    input: async () => ({ accountId: (await create({ name: "Guarded" })).id }),
    caller: () => ours.caller,
    stranger: () => theirs.caller,
  });

  it("takes the customer out of searches, releases the phone, keeps the history", async () => {
    const { id } = await create({ name: "Gone Girl", phone: "5444 4444" });
    expect((await remove(id)).deletedAt).not.toBeNull();
    expect(await found("Gone Girl")).toEqual([]);
    expect((await create({ name: "Successor", phone: "5444 4444" })).phone).toBe("+85254444444");
    const events = await auditOf(ours.organisationId, "delete_account");
    expect(events.find(({ entityId }) => entityId === id)).toMatchObject({ before: { name: "Gone Girl" } });
    expect((await refusalOf(remove(id))).code).toBe("not_found");
  });
});

describe("restore_account", () => {
  itIsGuarded({
    operation: restoreAccount,
    input: async () => ({ accountId: (await remove((await create({ name: "Guarded" })).id)).id }),
    caller: () => ours.caller,
    stranger: () => theirs.caller,
  });

  it("brings the customer back into searches", async () => {
    const { id } = await create({ name: "Back Again" });
    await remove(id);
    expect((await restore({ accountId: id })).deletedAt).toBeNull();
    expect(await found("Back Again")).toEqual([id]);
    expect((await refusalOf(restore({ accountId: id }))).code).toBe("precondition_failed");
  });

  it("asks when somebody took the phone meanwhile", async () => {
    const { id } = await create({ name: "Was First", phone: "5555 6666" });
    await remove(id);
    await create({ name: "Now Has It", phone: "5555 6666" });
    expect((await refusalOf(restore({ accountId: id }))).code).toBe("possible_duplicate");
    expect((await restore({ accountId: id, onDuplicate: "share" })).phone).toBe("+85255556666");
  });
});
