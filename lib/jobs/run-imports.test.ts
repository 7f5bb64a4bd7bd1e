import { beforeAll, describe, expect, it } from "vitest";
import { during, somebodyWaits } from "@/e2e/support/during";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { asPerson, auditOf, makeWorkspace, type TestWorkspace, withScopes } from "@/e2e/support/workspace";
import { planOf } from "@/lib/auth/plans";
import { type DatabaseClient, systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { inPiece } from "@/lib/kernel/pieces";
import { createAccount } from "@/lib/operations/accounts/create-account";
import { searchMembers } from "@/lib/operations/accounts/search-members";
import { updateAccount } from "@/lib/operations/accounts/update-account";
import { createCustomField } from "@/lib/operations/custom-fields/create-custom-field";
import { cancelImport } from "@/lib/operations/imports/cancel-import";
import { createImportUpload } from "@/lib/operations/imports/create-import-upload";
import { deleteImportUpload } from "@/lib/operations/imports/delete-import-upload";
import { exportAccounts } from "@/lib/operations/imports/export-accounts";
import { exportImportProblems } from "@/lib/operations/imports/export-import-problems";
import { getImport } from "@/lib/operations/imports/get-import";
import { importAccounts } from "@/lib/operations/imports/import-accounts";
import { importChunk } from "@/lib/operations/imports/import-chunk";
import { listImports } from "@/lib/operations/imports/list-imports";
import { type Chunk, readChunk } from "@/lib/operations/imports/read-chunk";
import { undoImport } from "@/lib/operations/imports/undo-import";
import { revokeApiKey } from "@/lib/operations/keys/revoke-api-key";
import { createNote } from "@/lib/operations/notes/create-note";
import { listTags } from "@/lib/operations/tags/list-tags";
import { receiveUpload } from "@/lib/surfaces/http/receive-upload";
import { runImports } from "./run-imports";
import * as files from "./testing/bring-files";
import { send } from "./testing/bring-files";

let ours: TestWorkspace;
let theirs: TestWorkspace;
const caller = () => ours.caller;
const stranger = () => theirs.caller;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});

const linkOf = (workspace = ours) => files.linkOf(workspace);
const fileOf = (text: string | Buffer, workspace = ours) => files.fileOf(text, workspace);
const bring = (uploadId: string, more: Record<string, unknown> = {}, workspace = ours) =>
  files.bring(uploadId, more, workspace);
const bringAll = (uploadId: string, more: Record<string, unknown> = {}, workspace = ours) =>
  files.bringAll(uploadId, more, workspace);
const look = (input: Record<string, unknown>, workspace = ours) => files.look(input, workspace);
const settled = (importId: string, workspace = ours) => files.settled(importId, workspace);
const find = async (search: string, workspace = ours) =>
  (await execute(searchMembers, workspace.caller, { search })).data.items;

describe("a link for a file", () => {
  describe("create_import_upload", () => itIsGuarded({ operation: createImportUpload, input: () => ({}), caller }));
  describe("delete_import_upload", () =>
    itIsGuarded({
      operation: deleteImportUpload,
      input: async () => ({ uploadId: (await linkOf()).uploadId }),
      caller,
      stranger,
    }));
  describe("get_import", () =>
    itIsGuarded({
      operation: getImport,
      input: async () => ({ uploadId: (await linkOf()).uploadId }),
      caller,
      stranger,
    }));

  it("takes one file once, tells what was read, and its token is kept nowhere", async () => {
    const link = await linkOf();
    const taken = await send(link, "Name,Mo", "bile\nAnna,9123 4567\n");
    expect(taken).toMatchObject({ rowCount: 1, format: "csv", encoding: "utf-8", columns: ["Name", "Mobile"] });
    expect((await refusalOf(send(link, "Name\nBen\n"))).code).toBe("not_found");
    const events = JSON.stringify(
      await systemDb().auditEvent.findMany({ where: { organisationId: ours.organisationId } }),
    );
    expect(events).not.toContain(link.token);
    const stored = await systemDb().importUpload.findFirstOrThrow({ where: { id: link.uploadId } });
    expect(JSON.stringify(stored)).not.toContain(link.token);
    expect((await auditOf(ours.organisationId, "open_import_upload")).some((e) => e.entityId === link.uploadId)).toBe(
      true,
    );
    expect((stored.deleteAfter?.getTime() ?? 0) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
  });

  it("waits again after a broken connection, an unreadable or too large file, and dies in time", async () => {
    const link = await linkOf();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("Name\nAnna\n");
      throw new Error("aborted");
    }
    await expect(receiveUpload(new Request(link.url, { method: "PUT" }), link.token, broken())).rejects.toThrow(
      "aborted",
    );
    expect((await look({ uploadId: link.uploadId })).upload).toMatchObject({ status: "waiting", failure: /broke/ });
    expect((await refusalOf(send(link, "Name\n"))).message).toMatch(/no rows/);
    const megabyte = Buffer.alloc(1_048_576, 65);
    expect((await refusalOf(send(link, ...Array.from({ length: 26 }, () => megabyte)))).message).toMatch(
      /at most 25 MB/,
    );
    expect((await refusalOf(bring(link.uploadId))).code).toBe("precondition_failed");
    await send(link, "Name\nAnna\n");
    const late = await linkOf();
    await systemDb().importUpload.updateMany({ where: { id: late.uploadId }, data: { expiresAt: new Date(0) } });
    expect((await refusalOf(send(late, "Name\nAnna\n"))).code).toBe("not_found");
  });

  it("refuses a field of 50 MB without keeping it", async () => {
    const link = await linkOf();
    const before = process.memoryUsage().rss;
    const piece = Buffer.alloc(65_536, 120);
    const field = Array.from({ length: 800 }, () => piece);
    expect((await refusalOf(send(link, 'Name\n"', ...field))).message).toMatch(/at most 25 MB/);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576);
    const fits = await linkOf();
    expect(await send(fits, "Name\nAnna\n", ...field.slice(0, 300), "\nBen\n")).toMatchObject({
      rowCount: 3,
      unreadableRows: 1,
    });
  });

  it("is given anew to a call that is repeated, and the old one is dead", async () => {
    const input = { idempotencyKey: "one-link-1" };
    const [first, second] = [
      (await execute(createImportUpload, ours.caller, input)).data,
      (await execute(createImportUpload, ours.caller, input)).data,
    ];
    expect(second.uploadId).toBe(first.uploadId);
    const token = (url: string) => url.slice(url.lastIndexOf("/") + 1);
    expect((await refusalOf(send({ url: first.url, token: token(first.url) }, "Name\nA\n"))).code).toBe("not_found");
    await send({ url: second.url, token: token(second.url) }, "Name\nAnna\n");
  });
});

describe("an import of a file", () => {
  it("shows columns, mapping and problems first, then brings in the good rows and lists the others", async () => {
    await execute(createCustomField, ours.caller, {
      entityType: "account",
      fieldName: "shoe_size",
      fieldLabel: "Shoe size",
      fieldType: "select",
      options: ["S", "M"],
    });
    const uploadId = await fileOf(
      [
        "姓名,手機,電郵,生日,標籤,Shoe size,性別",
        "一號客,9555 0001,ONE@first.example,1/5/1990,VIP; Yoga,M,女",
        "二號客,8.5E+10,two@first.example,,,,",
        "三號客,95550003.0,,31/12/1985,vip,,M",
        "四號客,9555 0004 / 9555 0005,,,,XL,",
        '五號客,"95550006,x',
        "六號客,95550001,,,,,",
        "",
      ].join("\r\n"),
    );
    const seen = await look({ uploadId });
    expect(seen.mapping).toEqual({
      姓名: "name",
      手機: "phone",
      電郵: "email",
      生日: "dateOfBirth",
      標籤: "tags",
      "Shoe size": "custom:shoe_size",
      性別: "gender",
    });
    expect(seen.sample[0]?.slice(0, 2)).toEqual(["一號客", "9555 0001"]);
    expect(seen.held).toMatchObject([{ row: 5, line: 6, reasons: [{ field: "row" }] }]);
    const preview = await bring(uploadId, { preview: true, dateOrder: "dmy" });
    expect(preview).toMatchObject({ importId: null, created: 2, heldBack: 4, checkedRows: 6, rowCount: 6 });
    expect(preview.problems.map(({ row, field }) => [row, field])).toEqual([
      [2, "phone"],
      [4, "phone"],
      [4, "custom:shoe_size"],
      [5, "row"],
    ]);
    expect(preview.duplicates).toMatchObject([{ row: 6, matchedOn: ["phone"], otherRow: 1 }]);
    expect(await find("一號客")).toEqual([]);

    const done = await bringAll(uploadId, { dateOrder: "dmy" });
    expect(done.import).toMatchObject({ status: "done", processed: 6, created: 2, heldBack: 4, label: "list.csv" });
    expect(done.held.map(({ row }) => row)).toEqual([2, 4, 5, 6]);
    expect(done.held.at(-1)).toMatchObject({ name: "六號客", reasons: [{ field: "phone", rule: /row 1 already/ }] });
    expect(await find("一號客")).toMatchObject([
      {
        email: "one@first.example",
        phone: "+85295550001",
        dateOfBirth: "1990-05-01",
        gender: "female",
        source: "import",
      },
    ]);
    expect((await find("一號客"))[0]?.tags.map(({ name }) => name).sort()).toEqual(["VIP", "Yoga"]);
    expect((await find("三號客"))[0]).toMatchObject({ phone: "+85295550003", tags: [{ name: "VIP" }] });
    const { items } = (await execute(listTags, ours.caller, {})).data;
    expect(items.filter(({ name }) => /^vip$/i.test(name))).toHaveLength(1);
    const csv = (await execute(exportImportProblems, ours.caller, { uploadId })).data;
    expect(csv.rowCount).toBe(4);
    expect(csv.csv).toContain('"二號客","8.5E+10"');
    expect(csv.csv).toMatch(/"2","phone: was rounded by a spreadsheet/);
    expect((await execute(listImports, ours.caller, {})).data.items[0]).toMatchObject({ id: done.importId });
    expect((await execute(listImports, theirs.caller, {})).data.items).toEqual([]);

    // What was held back can be sent again another way; what is in is not brought in twice.
    const again = await bringAll(uploadId, { dateOrder: "dmy", onDuplicate: "share" });
    expect(again.import).toMatchObject({ status: "done", rowCount: 4, created: 1, heldBack: 3 });
    expect(await find("95550001")).toHaveLength(2);
    for (const importId of [again.importId, done.importId]) {
      expect((await execute(undoImport, ours.caller, { importId })).data).toMatchObject({
        status: "undone",
        keptIds: [],
      });
    }
    expect(await find("95550001")).toEqual([]);
    expect((await bringAll(uploadId, { dateOrder: "dmy" })).import).toMatchObject({ created: 2 });
  });

  it("links those whose phone is there to that customer, and takes the links back", async () => {
    const { account } = (await execute(createAccount, ours.caller, { name: "Mother", phone: "9666 0001" })).data;
    const uploadId = await fileOf(
      "Name,Phone,Mail\nChild,96660001,child@link.example\nNew,96660002,\nTwin,96660002,\n",
    );
    const { importId, import: job } = await bringAll(uploadId, { onDuplicate: "link" });
    expect(job).toMatchObject({ created: 1, linked: 2, heldBack: 0 });
    expect(await systemDb().contact.count({ where: { accountId: account.id, name: "Child", deletedAt: null } })).toBe(
      1,
    );
    expect(
      (await refusalOf(execute(createAccount, ours.caller, { name: "X", email: "child@link.example" }))).code,
    ).toBe("possible_duplicate");
    await execute(undoImport, ours.caller, { importId });
    expect(await systemDb().contact.count({ where: { accountId: account.id, deletedAt: null } })).toBe(1);
    expect(await find("Mother")).toHaveLength(1);
    expect((await execute(createAccount, ours.caller, { name: "X", email: "child@link.example" })).data.outcome).toBe(
      "created",
    );
  });

  it("shows the beginning of what it cannot take, and no half of an emoji, which could not be kept", async () => {
    const cut = (length: number) => `${"x".repeat(length - 1)}🦄🦄`;
    const uploadId = await fileOf(
      [
        "Name,Birthday,Notes",
        `Long day,${cut(100)},`,
        `Long note,,${cut(1_000)}${"y".repeat(10_000)}`,
        `"${cut(999)},,`,
      ].join("\n"),
    );
    const { import: job, held } = await bringAll(uploadId);
    expect(job).toMatchObject({ status: "done", processed: 3, created: 0, heldBack: 3 });
    expect(held.map(({ row }) => row)).toEqual([1, 2, 3]);
    expect(held[0]?.reasons[0]).toMatchObject({ field: "dateOfBirth", value: "x".repeat(99) });
  });

  it("goes on when a linked row brings a mail that a later row has too", async () => {
    await execute(createAccount, ours.caller, { name: "Aunt", phone: "9666 1001" });
    const uploadId = await fileOf("Name,Phone,Mail\nNiece,96661001,niece@link.example\nSame,,niece@link.example\n");
    const { import: job } = await bringAll(uploadId, { onDuplicate: "link" });
    expect(job).toMatchObject({ status: "done", created: 0, linked: 2, heldBack: 0 });
  });

  it("merges rows into the customers who have their mail, phone or code: fills what is empty, and takes that back", async () => {
    const created = await execute(createAccount, ours.caller, {
      name: "Merge Me",
      phone: "9777 0001",
      address: "Old Street",
    });
    const { id } = created.data.account;
    const found = () =>
      systemDb().account.findFirstOrThrow({ where: { id }, include: { tags: true, fieldValues: true } });
    await execute(createCustomField, ours.caller, {
      entityType: "account",
      fieldName: "locker",
      fieldLabel: "Locker No.",
      fieldType: "number",
    });
    const uploadId = await fileOf(
      [
        "Name,Phone,Mail,Address,Member code,Birthday,Tags,Locker no.",
        "Merge Me,97770001,Merge@Fill.example,New Street,M-77,1990-05-01,Filled,12",
        "Merge Me,97770001,other@fill.example,,,,,",
        "New Here,97770002,,,,,,",
        "New Here,97770002,new@fill.example,,,,,",
        "Both,97770001,new@fill.example,,,,,",
      ].join("\n"),
    );
    const preview = await bring(uploadId, { preview: true, onDuplicate: "merge" });
    expect(preview).toMatchObject({
      created: 1,
      merged: 3,
      heldBack: 1,
      mapping: { "Locker no.": "custom:locker" },
      kept: [
        { row: 1, field: "address", value: "New Street", rule: /stays/ },
        { row: 2, field: "email", value: "other@fill.example" },
      ],
    });
    const { importId, import: job, held } = await bringAll(uploadId, { onDuplicate: "merge" });
    expect(job).toMatchObject({ status: "done", created: 1, linked: 0, merged: 3, heldBack: 1 });
    expect(held.map(({ row, reasons }) => [row, reasons[0]?.field])).toEqual([
      [1, "address"],
      [2, "email"],
      [5, "email"],
    ]);
    const { csv } = (await execute(exportAccounts, ours.caller, { accountIds: [id] })).data;
    const [header = "", line = ""] = csv.split("\r\n");
    expect(line.split(",")[header.split(",").indexOf('"Locker No."')]).toBe('"12"');
    const filled = await found();
    expect(filled).toMatchObject({
      email: "merge@fill.example",
      address: "Old Street",
      memberCode: "M-77",
      version: 2,
    });
    expect(filled.dateOfBirth).toEqual(new Date("1990-05-01"));
    expect(filled.fieldValues).toMatchObject([{ value: "12", numberValue: 12 }]);
    expect(filled.tags).toHaveLength(1);
    expect(await find("merge@fill.example")).toMatchObject([{ id }]);
    expect(await find("new@fill.example")).toHaveLength(1);

    expect((await execute(undoImport, ours.caller, { importId })).data).toMatchObject({ deleted: 1, keptIds: [] });
    const emptied = await found();
    expect(emptied).toMatchObject({
      email: null,
      memberCode: null,
      dateOfBirth: null,
      address: "Old Street",
      tags: [],
    });
    expect(emptied.fieldValues).toEqual([]);
    expect(emptied.phone).toBe("+85297770001");
    expect(await find("new@fill.example")).toEqual([]);
    const taken = { name: "Free again", email: "merge@fill.example" };
    expect((await execute(createAccount, ours.caller, taken)).data.outcome).toBe("created");
  });

  it("leaves what it filled where the customer was changed since", async () => {
    const { account } = (await execute(createAccount, ours.caller, { name: "Changed", phone: "9778 0001" })).data;
    const uploadId = await fileOf("Name,Phone,Notes\nChanged,97780001,Likes tea\n");
    const { importId } = await bringAll(uploadId, { onDuplicate: "merge" });
    await execute(updateAccount, ours.caller, { accountId: account.id, address: "Moved" });
    expect((await execute(undoImport, ours.caller, { importId })).data).toMatchObject({ keptIds: [account.id] });
    expect((await find("97780001"))[0]).toMatchObject({ notes: "Likes tea", address: "Moved" });
  });

  it("keeps customers whom somebody worked with since when it is taken back", async () => {
    const uploadId = await fileOf("Name,Mail\nKept Person,kept@undo.example\nGone Person,gone@undo.example\n");
    const { importId } = await bringAll(uploadId);
    const [kept] = await find("Kept Person");
    await execute(createNote, ours.caller, { entityId: kept?.id, body: "Called" });
    const undone = (await execute(undoImport, ours.caller, { importId })).data;
    expect(undone).toMatchObject({ deleted: 1, keptIds: [kept?.id] });
    expect((await refusalOf(execute(undoImport, ours.caller, { importId }))).code).toBe("precondition_failed");
  });

  it("is one at a time for a file, can be stopped, and goes on from there", async () => {
    const uploadId = await fileOf("Name\nStopped\n");
    const first = (await bring(uploadId)).importId ?? "";
    const second = await execute(importAccounts, ours.caller, { uploadId }).catch((error: unknown) => error);
    if (second instanceof Error) expect(second).toMatchObject({ code: "conflict", details: { importId: first } });
    const stopped = await execute(cancelImport, ours.caller, { importId: first }).catch((error: unknown) => error);
    if (stopped instanceof Error) expect(stopped).toMatchObject({ code: "precondition_failed" });
    await settled(first);
    if (!(stopped instanceof Error)) expect((await bringAll(uploadId)).import).toMatchObject({ created: 1 });
    expect(await find("Stopped")).toHaveLength(1);
  });

  it("takes in what was read ahead only once, and not when somebody was erased from it meanwhile", async () => {
    const uploadId = await fileOf("Name\nOnce only\nErased meanwhile\n");
    const importId = (await bring(uploadId)).importId ?? "";
    const { organisationId, companyId } = ours;
    await systemDb().accountImport.updateMany({
      where: { id: importId },
      data: { status: "running", leasedUntil: new Date(Date.now() + 600_000) },
    });
    const workspace = { organisationId, companyId, country: "HK", quotas: null };
    const take = (chunk: Chunk) => inPiece(workspace, (db) => importChunk({ db, workspace }, importId, chunk));
    const read = () => inPiece(workspace, (db) => readChunk({ db, workspace }, importId));
    const stale = await read();
    await systemDb().importRow.updateMany({ where: { uploadId, row: 2 }, data: { cells: [], problem: "Erased." } });
    await expect(take(stale as Chunk)).rejects.toThrow(/changed/);
    expect(await find("Erased meanwhile")).toEqual([]);
    const fresh = (await read()) as Chunk;
    await take(fresh);
    await systemDb().accountImport.updateMany({ where: { id: importId }, data: { status: "running" } });
    await expect(take(fresh)).rejects.toThrow(/Another worker/);
    expect(await find("Once only")).toHaveLength(1);
    expect((await look({ importId })).held).toMatchObject([{ row: 2, reasons: [{ rule: "Erased." }] }]);
    await systemDb().accountImport.updateMany({ where: { id: importId }, data: { status: "done" } });
  });

  it("stops when its key was revoked, and at the plan's quota, and says why", async () => {
    const fresh = await makeWorkspace("Revoked");
    const uploadId = await fileOf("Name\nAnna\n", fresh);
    const importId = (await bring(uploadId, {}, fresh)).importId ?? "";
    await systemDb().apiKey.updateMany({ where: { id: fresh.keyId }, data: { revokedAt: new Date() } });
    await settled(importId, fresh);
    expect((await look({ importId }, fresh)).import).toMatchObject({
      status: "failed",
      failure: "forbidden",
      created: 0,
    });
    const small = await makeWorkspace("Small");
    await systemDb().organisation.update({ where: { id: small.organisationId }, data: { plan: "free" } });
    const limit = planOf("free").quotas?.customers ?? 0;
    expect(limit).toBeGreaterThan(0);
    const rows = Array.from({ length: limit + 1 }, (_, i) => `Person ${i}`).join("\n");
    const tooMany = await bringAll(await fileOf(`Name\n${rows}\n`, small), {}, small);
    expect(tooMany.import).toMatchObject({ status: "failed", failure: "limit_reached", created: 0 });
  });

  it("brings nothing in after its key was revoked, also what was being written then", async () => {
    const fresh = await makeWorkspace("Revoked meanwhile");
    const uploadId = await fileOf("Name\nAnna\nBen\n", fresh);
    const importId = (await bring(uploadId, {}, fresh)).importId ?? "";
    const lockRows = (db: DatabaseClient) =>
      db.$queryRaw`SELECT 1 AS held FROM import_rows WHERE upload_id = ${uploadId} FOR UPDATE`;
    await during(lockRows, async (commit) => {
      const running = runImports();
      await somebodyWaits("aRow");
      await execute(revokeApiKey, asPerson(fresh.caller), { keyId: fresh.keyId });
      await commit();
      await running;
    });
    await settled(importId, fresh);
    expect((await look({ importId }, fresh)).import).toMatchObject({
      status: "failed",
      failure: "forbidden",
      created: 0,
    });
    expect(await systemDb().account.count({ where: { organisationId: fresh.organisationId } })).toBe(0);
  });

  it("makes tags only for those who may", async () => {
    const uploadId = await fileOf("Name,Tags\nTagged,Quite new\n");
    const narrow = withScopes(ours.caller, ["contacts:read", "contacts:write"]);
    const preview = (await execute(importAccounts, narrow, { uploadId, preview: true })).data;
    expect(preview.problems).toMatchObject([{ row: 1, field: "tags", value: "Quite new" }]);
    expect((await execute(importAccounts, ours.caller, { uploadId, preview: true })).data.created).toBe(1);
  });

  it("names what is wrong with the call", async () => {
    const uploadId = await fileOf("Customer?,Phone\nAnna,1\n");
    const field = async (input: Record<string, unknown>) =>
      (await refusalOf(execute(importAccounts, ours.caller, input))).details?.field;
    expect(await field({})).toBe("rows");
    expect(await field({ uploadId, rows: [{ Name: "x" }] })).toBe("rows");
    expect(await field({ uploadId })).toBe("mapping");
    expect(await field({ uploadId, mapping: { Nope: "name" } })).toBe("mapping.Nope");
    expect(await field({ uploadId, mapping: { "Customer?": "custom:nope" } })).toBe("mapping.Customer?");
    expect((await refusalOf(bring(uploadId, {}, theirs))).code).toBe("not_found");
    expect((await refusalOf(execute(getImport, asPerson(theirs.caller), { uploadId }))).code).toBe("not_found");
  });
});

describe("a large and broken list", () => {
  it("of 100,000 rows loses none: every row is a customer or is listed with its reason", {
    timeout: 600_000,
  }, async () => {
    const big = await makeWorkspace("Large");
    const rows = 100_000;
    const lines = ["Name,Phone,Phone,E-mail,Note"];
    for (let i = 1; i <= rows; i++) {
      const phone = `9${String(i).padStart(7, "0")}`;
      if (i % 1_000 === 1) lines.push(`"Broken ${i},${phone},,x`);
      else if (i % 1_000 === 2) lines.push(`Rounded ${i},8.5E+10,,,`);
      else if (i % 1_000 === 3) lines.push(`Two ${i},${phone} / 91112222,,,`);
      else if (i % 1_000 === 4) lines.push(`Wide ${i},${phone},,,a,b`);
      else if (i % 1_000 === 5) lines.push(`Again ${i},9${String(i - 5 + 6).padStart(7, "0")},,again${i}@big.example,`);
      else if (i % 1_000 === 6) lines.push(`=cmd|' /C calc'!A${i},9${String(i).padStart(7, "0")},,,`);
      else lines.push(`Person ${i} 🦄 محمد,${phone},,p${i}@big.example,${i % 2 ? '"two\nlines"' : ""}`);
    }
    const uploadId = await fileOf(Buffer.from(lines.join("\n")), big);
    const upload = (await look({ uploadId }, big)).upload;
    expect(upload).toMatchObject({ rowCount: rows, columns: ["Name", "Phone", "Phone (2)", "E-mail", "Note"] });
    const done = await bringAll(uploadId, {}, big);
    expect(done.import).toMatchObject({ status: "done", processed: rows, created: rows - 500, heldBack: 500 });
    const stored = await systemDb().account.count({ where: { organisationId: big.organisationId } });
    expect(stored).toBe(rows - 500);
    let cursor: string | undefined;
    const kinds: Record<string, number> = {};
    do {
      const page = await look({ importId: done.importId, limit: 100, cursor }, big);
      for (const { reasons } of page.held) {
        const key = reasons[0]?.field ?? "none";
        kinds[key] = (kinds[key] ?? 0) + 1;
        expect(reasons[0]?.rule).not.toBe("");
      }
      cursor = page.nextCursor;
    } while (cursor);
    expect(kinds).toEqual({ row: 200, phone: 300 });
    await execute(undoImport, big.caller, { importId: done.importId });
    await settled(done.importId, big);
    expect((await look({ importId: done.importId }, big)).import?.status).toBe("undone");
    expect(await systemDb().account.count({ where: { organisationId: big.organisationId, deletedAt: null } })).toBe(0);
  });
});
