import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { deleteAccount } from "../accounts/delete-account";
import { searchMembers } from "../accounts/search-members";
import { updateAccount } from "../accounts/update-account";
import { getConsent } from "../consent/get-consent";
import { setConsent } from "../consent/set-consent";
import { createContact } from "../contacts/create-contact";
import { listContacts } from "../contacts/list-contacts";
import { createCustomField } from "../custom-fields/create-custom-field";
import { setCustomFieldValues } from "../custom-fields/set-custom-field-values";
import { createNote } from "../notes/create-note";
import { createSegment } from "../segments/create-segment";
import { setSegmentMembers } from "../segments/set-segment-members";
import { attachTags } from "../tags/attach-tags";
import { createTag } from "../tags/create-tag";
import { undoChange } from "../undo/undo-change";
import { exportAccounts } from "./export-accounts";
import { importAccounts } from "./import-accounts";
import { undoImport } from "./undo-import";
import { ON_CONTACTS, ON_CUSTOMERS } from "./worked-with";

let ours: TestWorkspace;
let theirs: TestWorkspace;
let count = 0;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const bring = async (rows: Record<string, unknown>[], more: Record<string, unknown> = {}) =>
  (await execute(importAccounts, ours.caller, { rows, ...more })).data;
const find = async (search: string) => (await execute(searchMembers, ours.caller, { search })).data.items;
const some = () => [{ name: `Imported ${++count}`, email: `imported${count}@example.com` }];

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});

describe("import_accounts", () => {
  itIsGuarded({ operation: importAccounts, input: () => ({ rows: some() }), caller });

  it("reads columns by their names, English or Chinese, and phones of the company's country; audited", async () => {
    const { tag } = (await execute(createTag, ours.caller, { name: "List" })).data;
    const answer = await bring(
      [
        {
          "Full Name": "Anna Chan",
          中文姓名: "陳安娜",
          Mobile: 91234567,
          "E-Mail": "ANNA@Example.com",
          Birthday: "1990/5/1",
          Shop: "x",
        },
        { "Full Name": "Ben Wong", Mobile: "'+85292223333", Shop: "y" },
        { "Full Name": "", 中文姓名: "黃大文", Mobile: "93334444.0" },
      ],
      { tagIds: [tag.id], label: "members.csv" },
    );
    expect(answer).toMatchObject({
      created: 3,
      heldBack: 0,
      mapping: {
        "Full Name": "name",
        中文姓名: "localName",
        Mobile: "phone",
        "E-Mail": "email",
        Birthday: "dateOfBirth",
      },
      repairs: [{ row: 3, field: "phone", rule: "read as +85293334444" }],
    });
    expect(await find("安娜")).toMatchObject([
      {
        name: "Anna Chan",
        email: "anna@example.com",
        phone: "+85291234567",
        dateOfBirth: "1990-05-01",
        source: "import",
        tags: [{ name: "List" }],
      },
    ]);
    expect(await find("92223333")).toMatchObject([{ name: "Ben Wong" }]);
    const events = await auditOf(ours.organisationId, "import_accounts");
    expect(events.at(-1)).toMatchObject({ entityId: answer.importId, after: { created: 3 } });
  });

  it("shows damaged phones, bad values and missing names by row and field, and holds those rows back", async () => {
    const rows = [
      { name: "Rounded", phone: "8.5E+10" },
      { name: "Two", phone: "9111 0001 / 9111 0002" },
      { name: "Text", phone: "ask" },
      { name: "Short", phone: "9123 456" },
      { name: "Mail", email: "nope" },
      { name: "Day", dateOfBirth: "05/06/1990" },
      { email: "nameless@example.com" },
      { name: "=cmd|' /C calc'!A0", email: "formula@example.com" },
      { name: "محمد 🦄", email: "emoji@example.com" },
    ];
    const answer = await bring(rows, { preview: true });
    expect(answer.problems.map(({ row, field }) => [row, field])).toEqual([
      [1, "phone"],
      [2, "phone"],
      [3, "phone"],
      [4, "phone"],
      [5, "email"],
      [6, "dateOfBirth"],
      [7, "name"],
    ]);
    expect(answer.problems[3]).toMatchObject({ value: "9123 456", rule: "has 7 digits, and phones of +852 have 8" });
    expect(answer).toMatchObject({ isPreview: true, importId: null, created: 2, heldBack: 7 });
    expect(await systemDb().account.count({ where: { companyId: ours.companyId, email: "emoji@example.com" } })).toBe(
      0,
    );
    expect((await bring(rows)).created).toBe(2);
  });

  it("shows duplicates of customers and of earlier rows", async () => {
    const { account } = (
      await execute(createAccount, ours.caller, { name: "There", phone: "6999 0000", memberCode: "Z-1" })
    ).data;
    const answer = await bring([
      { name: "Again", phone: "+852 6999 0000" },
      { name: "Fresh", email: "fresh@example.com" },
      { name: "Fresh too", email: "FRESH@example.com" },
      { name: "Coded", memberCode: "Z-1" },
    ]);
    expect(answer.created).toBe(1);
    expect(answer.duplicates).toMatchObject([
      { row: 1, matchedOn: ["phone"], accountId: account.id, name: "There" },
      { row: 3, matchedOn: ["email"], accountId: null, otherRow: 2 },
      { row: 4, matchedOn: ["memberCode"], accountId: account.id },
    ]);
  });

  it("takes a mapping, and names what is wrong with it", async () => {
    const rows = [{ A: "Mapped Person", B: "mapped@example.com" }];
    const field = async (more: Record<string, unknown>) => (await refusalOf(bring(rows, more))).details?.field;
    expect(await field({})).toBe("mapping");
    expect(await field({ mapping: { A: "name", C: "email" } })).toBe("mapping.C");
    expect(await field({ mapping: { A: "shoeSize" } })).toBe("mapping.A");
    expect(await field({ mapping: { A: "name" }, tagIds: ["tag_none"] })).toBe("tagIds");
    expect((await bring(rows, { mapping: { A: "name", B: "ignore" } })).mapping).toEqual({ A: "name" });
    expect((await find("Mapped Person"))[0]?.email).toBeNull();
  });

  it("recognises the columns that a mapping does not name, and fills no field twice", async () => {
    const rows = [
      { Name: "Partly Mapped", Nick: "Pam", Phone: "91230001", Email: "pam@example.com", Mobile: "91230002" },
    ];
    const mapped = async (mapping: Record<string, string>) =>
      (await bring(rows, { preview: true, mapping })).mapping as Record<string, string>;
    expect(await mapped({ Name: "name" })).toEqual({ Name: "name", Phone: "phone", Email: "email" });
    expect(await mapped({ Mobile: "phone", Email: "ignore" })).toEqual({ Name: "name", Mobile: "phone" });
    expect(await mapped({ Nick: "name" })).toEqual({ Nick: "name", Phone: "phone", Email: "email" });
    const { summary } = await execute(importAccounts, ours.caller, { rows, preview: true });
    expect(summary).toMatch(/^1 customer would be added, no rows held back, 2 columns left out/);
    const twice = [{ 姓名: "黃小明", Name: "Wong Siu Ming" }];
    const named = async (mapping: Record<string, string>) =>
      (await bring(twice, { preview: true, mapping })).mapping as Record<string, string>;
    expect(await named({ Name: "name" })).toEqual({ 姓名: "localName", Name: "name" });
    expect(await named({ 姓名: "name" })).toEqual({ 姓名: "name" });
    expect(await named({ 姓名: "ignore" })).toEqual({ Name: "name" });
  });

  it("knows two columns of names, words for where a customer came from, and dates with the month in letters", async () => {
    const answer = await bring([
      { 姓名: "黃小明", Name: "Wong Siu Ming", Source: "Friend", Birthday: "5 Aug 1985", Shoes: "38" },
      { 姓名: "", Name: "Mary O'Neil", Source: "Walk-in", Birthday: "Aug 5, 1985", Shoes: "" },
      { 姓名: "何家輝", Name: "", Source: "朋友介紹", Birthday: "", Shoes: "" },
    ]);
    expect(answer).toMatchObject({ created: 3, heldBack: 0, leftOut: ["Shoes"] });
    expect(answer.mapping).toMatchObject({ 姓名: "localName", Name: "name" });
    const common = { source: "referral", dateOfBirth: "1985-08-05" };
    expect(await find("小明")).toMatchObject([{ name: "Wong Siu Ming", localName: "黃小明", ...common }]);
    expect(await find("O'Neil")).toMatchObject([{ source: "walk_in", dateOfBirth: "1985-08-05" }]);
    expect(await find("家輝")).toMatchObject([{ name: "何家輝", source: "referral" }]);
  });

  it("names in one remark what a column's words are, and the way out, when a field does not know them", async () => {
    const rows = ["Instagram", "Instagram", "小紅書"].map((Source, at) => ({ Name: `Remarked ${at}`, Source }));
    const answer = await bring(rows, { preview: true });
    expect(answer).toMatchObject({ created: 0, heldBack: 3 });
    expect(answer.remarks).toEqual([
      expect.stringMatching(/^Column Source .* Instagram \(2\), 小紅書 \(1\)\. Map it to tags/),
    ]);
    expect(answer.problems[0]?.rule).toMatch(/^must be one of walk_in, online, /);
    expect((await bring(rows, { preview: true, mapping: { Name: "name", Source: "tags" } })).remarks).toEqual([]);
  });

  it("says what is wrong with a date: a day's number, a short year, an order to be told", async () => {
    const rows = ["33000", "31/12/99", "5/6/1990", "2026-02-30"].map((Birthday) => ({ Name: "Dated", Birthday }));
    const rules = (await bring(rows, { preview: true })).problems.map(({ rule }) => rule);
    expect(rules[0]).toMatch(/number of a day/);
    expect(rules[1]).toMatch(/two digits/);
    expect(rules[2]).toMatch(/dateOrder/);
    expect(rules[3]).toMatch(/^must be a day that exists/);
  });

  it("says whom rows go to, and what of them a contact cannot hold; nobody is a contact of themselves", async () => {
    const { account } = (await execute(createAccount, ours.caller, { name: "Chan Mother", phone: "6888 0001" })).data;
    const rows = [
      { name: "Chan Child", phone: "6888 0001", dateOfBirth: "2012-06-01", notes: "兒子", tags: "Kids" },
      { name: "chan mother", phone: "6888 0001" },
    ];
    const merging = await bring(rows.slice(1), { preview: true, onDuplicate: "merge" });
    const whose = { accountId: account.id, name: "Chan Mother", otherRow: null };
    expect(merging).toMatchObject({ merged: 1, joins: [{ row: 1, kind: "merge", ...whose }] });
    const linked = await bring(rows, { onDuplicate: "link" });
    expect(linked.joins).toEqual([{ row: 1, kind: "link", ...whose }]);
    expect(linked.kept.map(({ row, field, value }) => [row, field, value])).toEqual([
      [1, "dateOfBirth", "2012-06-01"],
      [1, "notes", "兒子"],
      [1, "tags", "Kids"],
    ]);
    expect(linked.duplicates).toMatchObject([{ row: 2, name: "Chan Mother", accountId: account.id }]);
  });

  it("imports once when repeated with an idempotencyKey, and one of two at once", async () => {
    const once = { rows: some(), idempotencyKey: "import-once-1" };
    const first = (await execute(importAccounts, ours.caller, once)).data;
    expect((await execute(importAccounts, ours.caller, once)).data.importId).toBe(first.importId);
    const rows = some();
    const both = await Promise.all([bring(rows), bring(rows)]);
    expect(both.map(({ created }) => created).sort()).toEqual([0, 1]);
  });

  it("writes 2,000 rows well inside one call", async () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => ({
      name: `Bulk ${index} 陳大文`,
      phone: `5${String(1_000_000 + index).slice(-7)}`,
      email: `bulk${index}@example.com`,
    }));
    const startedAt = performance.now();
    expect((await bring(rows)).created).toBe(2_000);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

describe("a list with somebody who was deleted", () => {
  it("names who was deleted, carries over what they withdrew, and is taken back all the same", async () => {
    const row = { name: "Back Again", email: "back@twin.example" };
    const account = (await execute(createAccount, ours.caller, row)).data.account;
    const consent = { channel: "email", purpose: "marketing", status: "withdrawn", source: "message" };
    await execute(setConsent, ours.caller, { accountId: account.id, ...consent });
    await execute(deleteAccount, ours.caller, { accountId: account.id });
    const rows = [{ name: "Nobody's Twin", email: "nobody@twin.example" }, row];
    const twins = [{ row: 2, accountId: account.id, name: "Back Again" }];
    expect((await bring(rows, { preview: true })).deletedTwins).toEqual(twins);
    const { importId, deletedTwins } = await bring(rows);
    expect(deletedTwins).toEqual(twins);
    const [back] = await find("Back Again");
    expect((await execute(getConsent, ours.caller, { accountId: back?.id })).data.items).toMatchObject([
      { status: "withdrawn" },
    ]);
    expect((await execute(undoImport, ours.caller, { importId })).data.deleted).toBe(2);
  });
});

describe("undo_import", () => {
  itIsGuarded({
    operation: undoImport,
    input: async () => ({ importId: (await bring(some())).importId }),
    caller,
    stranger,
  });

  it("takes back what nobody touched since, also through undo_change", async () => {
    const { importId } = await bring([
      { name: "Kept One", email: "kept1@example.com" },
      { name: "Gone One", email: "gone1@example.com" },
    ]);
    const kept = (await find("Kept One"))[0];
    await execute(updateAccount, ours.caller, { accountId: kept?.id, firstName: "Kept" });
    const event = (await auditOf(ours.organisationId, "import_accounts")).at(-1);
    await execute(undoChange, ours.caller, { eventId: event?.id });
    expect(await find("Gone One")).toEqual([]);
    expect(await find("Kept One")).toHaveLength(1);
    expect((await bring([{ name: "New One", email: "gone1@example.com" }])).created).toBe(1);
    expect((await refusalOf(execute(undoImport, ours.caller, { importId }))).code).toBe("precondition_failed");
  });

  it("says of an import that was taken back that it is, and that nothing takes that back", async () => {
    const { importId } = await bring(some());
    await execute(undoImport, ours.caller, { importId });
    const undoOf = async (operation: string) => {
      const event = (await auditOf(ours.organisationId, operation)).at(-1);
      return refusalOf(execute(undoChange, ours.caller, { eventId: event?.id }));
    };
    expect(await undoOf("import_accounts")).toMatchObject({
      code: "precondition_failed",
      details: { reason: "undone" },
    });
    expect(await undoOf("undo_import")).toMatchObject({
      details: { reason: "notUndoable" },
      hint: expect.stringContaining("Import the list again"),
    });
  });

  it("keeps whoever was worked with since, whatever was done, and takes back its own tags and values", async () => {
    const { tag } = (await execute(createTag, ours.caller, { name: "Of the list" })).data;
    const { tag: byHand } = (await execute(createTag, ours.caller, { name: "By hand" })).data;
    const field = { entityType: "account", fieldName: "size", fieldLabel: "Size", fieldType: "text" };
    await execute(createCustomField, ours.caller, field);
    const { segment } = (await execute(createSegment, ours.caller, { name: "Picked", segmentType: "STATIC" })).data;
    const names = ["Consent", "Tagged", "Valued", "Picked", "Joined", "Noted", "Untouched"];
    const { importId } = await bring(
      names.map((name) => ({ name: `Worked ${name}`, email: `${name.toLowerCase()}@worked.example`, Size: "M" })),
      { tagIds: [tag.id] },
    );
    const ids = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, (await find(`Worked ${name}`))[0]?.id ?? ""] as const)),
    );
    const consent = { channel: "email", purpose: "marketing", status: "withdrawn", source: "message" };
    await execute(setConsent, ours.caller, { accountId: ids.Consent, ...consent });
    await execute(attachTags, ours.caller, { accountId: ids.Tagged, tagIds: [byHand.id] });
    await execute(setCustomFieldValues, ours.caller, {
      entityType: "account",
      entityId: ids.Valued,
      values: { size: "L" },
    });
    await execute(setSegmentMembers, ours.caller, { segmentId: segment.id, accountIds: [ids.Picked] });
    await execute(createContact, ours.caller, { accountId: ids.Joined, name: "Somebody else" });
    await execute(createNote, ours.caller, { entityType: "account", entityId: ids.Noted, body: "Called" });
    const { data, summary } = await execute(undoImport, ours.caller, { importId });
    expect(data.deleted).toBe(1);
    expect([...data.keptIds].sort()).toEqual(names.flatMap((n) => (n === "Untouched" ? [] : (ids[n] ?? ""))).sort());
    expect(summary).toContain("1 customer deleted, 6 kept");
    expect(await find("Worked Untouched")).toEqual([]);
  });

  it("counts the contacts it takes back, and keeps those that were noted about", async () => {
    const shared = { email: "family@worked.example" };
    await bring([{ name: "Mother of two", ...shared }]);
    const { importId } = await bring(
      [
        { name: "Elder child", ...shared },
        { name: "Younger child", ...shared },
      ],
      { onDuplicate: "link" },
    );
    const mother = (await find("Mother of two"))[0];
    const { items } = (await execute(listContacts, ours.caller, { accountId: mother?.id })).data;
    const elder = items.find(({ name }) => name === "Elder child");
    await execute(createNote, ours.caller, { entityType: "contact", entityId: elder?.id, body: "Rang" });
    const { data, summary } = await execute(undoImport, ours.caller, { importId });
    expect(data).toMatchObject({ deleted: 0, deletedContacts: 1, keptContactIds: [elder?.id] });
    expect(summary).toContain("1 contact deleted");
  });

  it("knows everything that can hang on a customer or a contact", async () => {
    const keys = (parent: string) => systemDb().$queryRaw<{ key: string }[]>`
      SELECT conrelid::regclass || '.' || attname AS key FROM pg_constraint k
      JOIN pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = k.conkey[array_length(k.conkey, 1)]
      WHERE k.contype = 'f' AND k.confrelid = ${parent}::regclass ORDER BY 1`;
    const named = async (parent: string) => (await keys(parent)).map(({ key }) => key);
    expect(Object.keys(ON_CUSTOMERS).sort()).toEqual(await named("accounts"));
    expect(Object.keys(ON_CONTACTS).sort()).toEqual(await named("contacts"));
  });
});

describe("export_accounts", () => {
  itIsGuarded({ operation: exportAccounts, input: () => ({}), caller });

  it("gives harmless CSV, page by page, for owners, of a segment too", async () => {
    const fresh = await makeWorkspace("Exporting");
    for (const name of ['=HYPERLINK("http://evil")', 'Quote " and, comma', "陳大文"]) {
      await execute(createAccount, fresh.caller, { name, ...(name.startsWith("陳") ? { lifeStage: "vip" } : {}) });
    }
    const all = (await execute(exportAccounts, fresh.caller, {})).data;
    expect(all.rowCount).toBe(3);
    expect(all.csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(all.csv).toContain('"Quote "" and, comma"');
    const [newest] = (await execute(searchMembers, fresh.caller, { search: "陳大文" })).data.items;
    const said = {
      accountId: newest?.id,
      channel: "sms",
      purpose: "marketing",
      status: "withdrawn",
      source: "message",
    };
    await execute(setConsent, fresh.caller, said);
    const asked = (await execute(exportAccounts, fresh.caller, {})).data.csv.split("\r\n");
    expect(asked[0]).toContain('"consent.email.marketing","consent.sms.marketing","consent.whatsapp.marketing"');
    expect(asked[1]).toContain('"none","withdrawn","none"');
    expect(asked[2]).toContain('"none","none","none"');
    const first = (await execute(exportAccounts, fresh.caller, { limit: 2 })).data;
    const second = (await execute(exportAccounts, fresh.caller, { limit: 2, cursor: first.nextCursor })).data;
    expect((first.csv + second.csv).split("\r\n")).toEqual(asked);
    const criteria = { field: "lifeStage", op: "is", value: "vip" };
    const { segment } = (await execute(createSegment, fresh.caller, { name: "VIP", criteria })).data;
    expect((await execute(exportAccounts, fresh.caller, { segmentId: segment.id })).data).toMatchObject({
      rowCount: 1,
    });
    const manager = { ...fresh.caller, role: "manager" as const };
    expect((await refusalOf(execute(exportAccounts, manager, {}))).code).toBe("forbidden");
    expect((await execute(exportAccounts, theirs.caller, {})).data.rowCount).toBe(0);
  });
});
