import { beforeEach, describe, expect, it } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "@/lib/operations/accounts/create-account";
import { mergeAccounts } from "@/lib/operations/accounts/merge-accounts";
import { createNote } from "@/lib/operations/notes/create-note";
import { bringAll, fileOf, takeBack } from "./testing/bring-files";

/** More than two parts of 1,000 rows each. */
const ROWS = 2_300;

let ours: TestWorkspace;
beforeEach(async () => {
  ours = await makeWorkspace("Parts");
});

/** A list of strangers in which some rows are `told` otherwise: `Name,Phone,Mail,Address,Tags`. */
function listOf(told: Record<number, string>): string {
  const lines = ["Name,Phone,Mail,Address,Tags"];
  for (let row = 1; row <= ROWS; row++) {
    lines.push(told[row] ?? `Person ${row},9${String(row).padStart(7, "0")},p${row}@parts.example,,`);
  }
  return lines.join("\n");
}

/** One person in three parts: phone in all of them, mail in the second, address in the third. */
const ANNA = {
  500: "Anna Chan,91230001,,,First",
  1500: "Anna Chan,91230001,anna@parts.example,,Second",
  2200: "Anna Chan,,anna@parts.example,1 Queen's Road,Third",
};

const live = (where: Record<string, unknown> = {}) =>
  systemDb().account.findMany({
    where: { organisationId: ours.organisationId, deletedAt: null, ...where },
    include: { tags: { include: { tag: true } }, identifiers: true, contacts: { where: { deletedAt: null } } },
    orderBy: { id: "asc" },
  });
const identifiers = () => systemDb().accountIdentifier.count({ where: { organisationId: ours.organisationId } });
const effects = () => systemDb().importEffect.count({ where: { organisationId: ours.organisationId } });

async function expectNothingLeft(): Promise<void> {
  expect(await live()).toEqual([]);
  expect([await identifiers(), await effects()]).toEqual([0, 0]);
  const settled = { organisationId: ours.organisationId, accountId: { not: null } };
  expect(await systemDb().importRow.count({ where: settled })).toBe(0);
}

describe("rows of one file that are one person, in different parts of it", { timeout: 120_000 }, () => {
  it("are merged into one customer, who has what each of them brought, and taking the import back leaves nothing", async () => {
    const uploadId = await fileOf(listOf(ANNA), ours);
    const { importId, import: job, held } = await bringAll(uploadId, { onDuplicate: "merge" }, ours);
    expect(job).toMatchObject({ status: "done", processed: ROWS, created: ROWS - 2, merged: 2, heldBack: 0 });
    expect(held).toEqual([]);
    const [anna, ...others] = await live({ name: "Anna Chan" });
    expect(others).toEqual([]);
    expect(anna).toMatchObject({ phone: "+85291230001", email: "anna@parts.example", address: "1 Queen's Road" });
    expect(anna?.tags.map(({ tag }) => tag.name).sort()).toEqual(["First", "Second", "Third"]);
    expect(anna?.contacts).toMatchObject([{ isPrimary: true, email: "anna@parts.example" }]);
    expect(anna?.identifiers.map(({ kind }) => kind).sort()).toEqual(["email", "phone"]);
    await takeBack(importId, ours);
    await expectNothingLeft();
  });

  it("become contacts of the first when they are of her family, and the links go with the import", async () => {
    const family = { ...ANNA, 1500: ANNA[1500].replace("Anna", "Ben"), 2200: ANNA[2200].replace("Anna", "Cleo") };
    const uploadId = await fileOf(listOf(family), ours);
    const { importId, import: job } = await bringAll(uploadId, { onDuplicate: "link" }, ours);
    expect(job).toMatchObject({ status: "done", created: ROWS - 2, linked: 2, heldBack: 0 });
    const [anna, ...others] = await live({ name: "Anna Chan" });
    expect(others).toEqual([]);
    expect(anna?.contacts.map(({ isPrimary }) => isPrimary).sort()).toEqual([false, false, true]);
    await takeBack(importId, ours);
    await expectNothingLeft();
  });

  it("are customers of their own who share the phone, and only those", async () => {
    const uploadId = await fileOf(listOf(ANNA), ours);
    const { importId, import: job } = await bringAll(uploadId, { onDuplicate: "share" }, ours);
    expect(job).toMatchObject({ status: "done", created: ROWS, heldBack: 0 });
    const three = await live({ name: "Anna Chan" });
    expect(three).toHaveLength(3);
    const all = three.flatMap((each) => each.identifiers);
    expect(all.map(({ isShared }) => isShared)).toEqual([true, true, true, true]);
    const shared = { organisationId: ours.organisationId, isShared: true };
    expect(await systemDb().accountIdentifier.count({ where: shared })).toBe(4);
    await takeBack(importId, ours);
    await expectNothingLeft();
  });

  it("are held back with the customer whom the first of them became", async () => {
    const uploadId = await fileOf(listOf(ANNA), ours);
    const { importId, import: job, held } = await bringAll(uploadId, {}, ours);
    expect(job).toMatchObject({ status: "done", created: ROWS - 1, heldBack: 1 });
    const [anna] = await live({ phone: "+85291230001" });
    expect(held).toMatchObject([{ row: 1_500, reasons: [{ field: "phone", rule: /Anna Chan/, accountId: anna?.id }] }]);
    await takeBack(importId, ours);
    await expectNothingLeft();
  });

  it("keep the customer when somebody worked with them since, with all that the import brought", async () => {
    const uploadId = await fileOf(listOf(ANNA), ours);
    const { importId } = await bringAll(uploadId, { onDuplicate: "merge" }, ours);
    const [anna] = await live({ name: "Anna Chan" });
    await execute(createNote, ours.caller, { entityId: anna?.id, body: "Called" });
    await takeBack(importId, ours);
    const [kept, ...others] = await live();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ id: anna?.id, email: "anna@parts.example", address: "1 Queen's Road" });
    expect(kept?.tags).toHaveLength(3);
  });

  it("go to the one who stays when the first of them was merged into another customer meanwhile", async () => {
    const { account } = (await execute(createAccount, ours.caller, { name: "Anna C.", email: "anna@parts.example" }))
      .data;
    const first = (await execute(createAccount, ours.caller, { name: "Anna Chan", phone: "9123 0001" })).data.account;
    await execute(mergeAccounts, ours.caller, { survivorId: account.id, mergedId: first.id });
    const uploadId = await fileOf(listOf(ANNA), ours);
    const { importId, import: job } = await bringAll(uploadId, { onDuplicate: "link" }, ours);
    expect(job).toMatchObject({ status: "done", created: ROWS - 3, linked: 3 });
    const contacts = await systemDb().contact.findMany({ where: { accountId: account.id, deletedAt: null } });
    expect(contacts).toHaveLength(5);
    await takeBack(importId, ours);
    expect((await live()).map(({ id }) => id)).toEqual([account.id]);
  });
});
