import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import * as environment from "@/lib/env";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "@/lib/operations/accounts/create-account";
import { mergeAccounts } from "@/lib/operations/accounts/merge-accounts";
import { createNote } from "@/lib/operations/notes/create-note";
import { erasePersonalData } from "@/lib/operations/personal-data/erase-personal-data";
import { keepErasures } from "./keep-erasures";

const folder = mkdtempSync(path.join(tmpdir(), "favcrm-register-"));
const register = path.join(folder, "erasures.jsonl");
let ours: TestWorkspace;

beforeAll(async () => {
  const real = environment.env();
  // A register of this suite's own: other suites erase people too.
  vi.spyOn(environment, "env").mockImplementation(() => ({ ...real, dataFolder: folder }));
  ours = await makeWorkspace("Restored");
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const add = async (input: object) => (await execute(createAccount, ours.caller, input)).data.account.id;
const rowsOf = (ids: string[]) => systemDb().account.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });

/** Somebody with a double that was merged into her, and a copy of the database from a while ago that still knows both. */
async function eraseAndRestore() {
  const id = await add({ name: "Wilma Quist", email: "wilma@quist.example", phone: "+852 5444 1122" });
  const double = await add({ name: "W. Quist", email: "w@quist.example" });
  await execute(createNote, ours.caller, { entityId: id, body: "Spoke with Wilma Quist" });
  const before = await rowsOf([id, double]);
  const identifiers = await systemDb().accountIdentifier.findMany({ where: { accountId: { in: [id, double] } } });
  await execute(mergeAccounts, ours.caller, { survivorId: id, mergedId: double });
  const erasing = { accountId: id, confirmName: "Wilma Quist" };
  const { erasureId } = (await execute(erasePersonalData, ours.caller, erasing)).data;
  await keepErasures();
  await systemDb().personalDataErasure.deleteMany({ where: { id: erasureId } });
  await systemDb().accountIdentifier.deleteMany({ where: { accountId: { in: [id, double] } } });
  for (const { inSample: _, ...row } of before)
    await systemDb().account.updateMany({ where: { id: row.id }, data: row });
  await systemDb().accountIdentifier.createMany({ data: identifiers });
  return { ids: [id, double], erasureId };
}

describe("the register of erasures", () => {
  it("carries an erasure out again that a restore had lost, also on whoever was merged later, once (case 73)", async () => {
    const { ids, erasureId } = await eraseAndRestore();
    expect((await rowsOf(ids)).map(({ name }) => name)).toEqual(["Wilma Quist", "W. Quist"]);

    expect((await keepErasures()).repeated).toBe(1);
    for (const row of await rowsOf(ids)) {
      expect(row).toMatchObject({ name: "Erased person", email: null, phone: null });
      expect(row.erasedAt).toBeInstanceOf(Date);
    }
    expect(await systemDb().accountIdentifier.count({ where: { accountId: { in: ids } } })).toBe(0);
    const receipt = await systemDb().personalDataErasure.findFirstOrThrow({ where: { id: erasureId } });
    expect(receipt).toMatchObject({ accountIds: expect.arrayContaining(ids), actorLabel: "Erasure register" });
    expect((await keepErasures()).repeated).toBe(0);
  });

  it("holds ids and nobody's name, and is read past a line that was cut off", async () => {
    const text = readFileSync(register, "utf8");
    expect(text).not.toMatch(/quist|wilma|5444/i);
    appendFileSync(register, '{"erasureId":"era_cut');
    const { ids } = await eraseAndRestore();
    expect((await keepErasures()).repeated).toBe(1);
    expect((await rowsOf(ids)).every(({ erasedAt }) => erasedAt !== null)).toBe(true);
  });

  it("leaves alone what belongs to a company this database does not have", async () => {
    const strange = { erasureId: "era_x", organisationId: "org_x", companyId: "co_x", accountId: "acc_x" };
    const entry = { ...strange, accountIds: ["acc_x"], reason: "request", erasedAt: new Date().toISOString() };
    writeFileSync(register, `${JSON.stringify(entry)}\n`);
    expect((await keepErasures()).repeated).toBe(0);
    expect(await systemDb().personalDataErasure.count({ where: { id: "era_x" } })).toBe(0);
  });
});
