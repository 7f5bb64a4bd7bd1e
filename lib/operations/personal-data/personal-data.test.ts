import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import { queueMail } from "@/lib/kernel/outbox";
import { receiveUpload } from "@/lib/surfaces/http/receive-upload";
import { createAccount } from "../accounts/create-account";
import { deleteAccount } from "../accounts/delete-account";
import { mergeAccounts } from "../accounts/merge-accounts";
import { restoreAccount } from "../accounts/restore-account";
import { updateAccount } from "../accounts/update-account";
import { joinWaitlist } from "../bookings/join-waitlist";
import { openStudio } from "../bookings/testing/studio";
import { setConsent } from "../consent/set-consent";
import { createCustomField } from "../custom-fields/create-custom-field";
import { setCustomFieldValues } from "../custom-fields/set-custom-field-values";
import { createDeal } from "../deals/create-deal";
import { createImportUpload } from "../imports/create-import-upload";
import { createNote } from "../notes/create-note";
import { createSegment } from "../segments/create-segment";
import { setSegmentMembers } from "../segments/set-segment-members";
import { attachTags } from "../tags/attach-tags";
import { createTag } from "../tags/create-tag";
import { createTask } from "../tasks/create-task";
import { undoChange } from "../undo/undo-change";
import { erasePersonalData } from "./erase-personal-data";
import { exportPersonalData } from "./export-personal-data";

let ours: TestWorkspace;
let theirs: TestWorkspace;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const create = async (input: Record<string, unknown>, workspace = ours) =>
  (await execute(createAccount, workspace.caller, input)).data.account.id;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});

/** Every row of every table that belongs to the organisation, as text. */
async function dump(organisationId: string): Promise<string> {
  const tables = await systemDb().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'organisation_id'`;
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await systemDb().$queryRawUnsafe<{ row: string }[]>(
      `SELECT t::text AS row FROM "${name}" t WHERE organisation_id = $1`,
      organisationId,
    );
    parts.push(...rows.map(({ row }) => row));
  }
  return parts.join("\n");
}

async function wanda() {
  const id = await create({
    name: "Wanda Zyskowska",
    localName: "溫達華",
    email: "wanda@zysk.example",
    phone: "6123 9876",
    address: "77 Secret Street",
    idempotencyKey: "create-wanda-1",
  });
  const double = await create({ name: "W Zyskowska", email: "w.z@zysk.example" });
  await execute(mergeAccounts, ours.caller, { survivorId: id, mergedId: double });
  await execute(updateAccount, ours.caller, { accountId: id, firstName: "Wanda" });
  await execute(createNote, ours.caller, { entityId: id, body: "Has a knee problem" });
  await execute(createTask, ours.caller, { title: "Call Wanda Zyskowska", accountId: id });
  await execute(createDeal, ours.caller, { name: "Yoga for Wanda Zyskowska", accountId: id, amount: "100" });
  await execute(setConsent, ours.caller, {
    accountId: id,
    channel: "email",
    purpose: "marketing",
    status: "granted",
    source: "message",
    proof: "wanda@zysk.example wrote yes",
  });
  const friend = await create({ name: "Friend" });
  await sendList("Name,Phone\nWanda Zyskowska,6123 9876\nFriend of Wanda Zyskowska,\n");
  await execute(createNote, ours.caller, { entityId: friend, body: "Came with Wanda Zyskowska (wanda@zysk.example)" });
  await queueMail(systemDb(), {
    template: "code",
    to: "wanda@zysk.example",
    locale: "en",
    organisationId: ours.organisationId,
  });
  return id;
}

/** A file in which a person's row and another that names her stand. */
async function sendList(rows: string): Promise<string> {
  const { uploadId, url } = (await execute(createImportUpload, ours.caller, { label: "Wanda Zyskowska.csv" })).data;
  const token = url.slice(url.lastIndexOf("/") + 1);
  async function* body() {
    yield Buffer.from(rows);
  }
  await receiveUpload(new Request(url, { method: "PUT" }), token, body());
  return uploadId;
}

describe("uploaded lists", () => {
  it("are searched for a person's data, and their rows erased with them", async () => {
    const accountId = await create({ name: "Listed Person", phone: "6222 3344", email: "listed@list.example" });
    const uploadId = await sendList(
      "Name,Phone,Note\nL. P.,+852 6222-3344,x\nOther,,came with LISTED PERSON\nNobody,62223345,y\n",
    );
    const { importRows } = (await execute(exportPersonalData, ours.caller, { accountId })).data;
    expect(importRows.map(({ row, cells }) => [row, cells.Name])).toEqual([
      [1, "L. P."],
      [2, "Other"],
    ]);
    const { changed } = (await execute(erasePersonalData, ours.caller, { accountId, confirmName: "Listed Person" }))
      .data;
    expect(changed.importRows).toBe(2);
    const rows = await systemDb().importRow.findMany({ where: { uploadId }, orderBy: { row: "asc" } });
    expect(rows.map(({ cells }) => cells)).toEqual([
      [],
      ["Other", "", "came with [erased]"],
      ["Nobody", "62223345", "y"],
    ]);
  });
});

describe("export_personal_data", () => {
  itIsGuarded({
    operation: exportPersonalData,
    input: async () => ({ accountId: await create({ name: "Guarded" }) }),
    caller,
    stranger,
  });

  it("gathers what is kept, for owners", async () => {
    const accountId = await create({ name: "Exported Person", email: "exported@example.com" });
    await execute(createNote, ours.caller, { entityId: accountId, body: "Something" });
    const data = (await execute(exportPersonalData, ours.caller, { accountId })).data;
    expect(data).toMatchObject({
      accounts: [{ email: "exported@example.com" }],
      contacts: [{}],
      notes: [{ body: "Something" }],
    });
    const manager = { ...ours.caller, role: "manager" as const };
    expect((await refusalOf(execute(exportPersonalData, manager, { accountId }))).code).toBe("forbidden");
  });
});

describe("erase_personal_data", () => {
  itIsGuarded({
    operation: erasePersonalData,
    input: async () => ({ accountId: await create({ name: "Guarded" }), confirmName: "Guarded" }),
    caller,
    stranger,
  });

  it("leaves no name, mail or phone anywhere, and gives a receipt (case 73)", async () => {
    const accountId = await wanda();
    const traces = [
      "Wanda",
      "Zyskowska",
      "溫達華",
      "zysk.example",
      "61239876",
      "6123 9876",
      "Secret Street",
      "knee problem",
    ];
    const before = (await dump(ours.organisationId)).toLowerCase();
    for (const trace of traces) expect(before).toContain(trace.toLowerCase());
    const { data } = await execute(erasePersonalData, ours.caller, { accountId, confirmName: "wanda zyskowska" });
    expect(data.changed).toMatchObject({
      accounts: 2,
      contacts: 2,
      notes: 1,
      tasks: 1,
      deals: 1,
      consents: 1,
      mails: 1,
      merges: 1,
    });
    expect(data.changed.auditEvents).toBeGreaterThan(5);
    expect(data.changed.storedAnswers).toBe(1);
    expect(data.kept.length).toBeGreaterThan(0);
    const after = (await dump(ours.organisationId)).toLowerCase();
    for (const trace of traces) expect(after.includes(trace.toLowerCase()), trace).toBe(false);
    expect(await systemDb().personalDataErasure.count({ where: { id: data.erasureId } })).toBe(1);
    expect((await refusalOf(execute(restoreAccount, ours.caller, { accountId }))).code).toBe("precondition_failed");
    expect((await refusalOf(execute(erasePersonalData, ours.caller, { accountId, confirmName: "x" }))).code).toBe(
      "precondition_failed",
    );
    expect(await create({ name: "New", email: "wanda@zysk.example" })).toMatch(/^acc_/);
  });

  it("takes name, notes and custom fields off bookings and queues, and keeps the bookings", async () => {
    const studio = await openStudio("Erasing studio");
    const run = studio.caller;
    const person = { name: "Ophelia Brandt", email: "ophelia@brandt.example", phone: "+852 5123 4455" };
    const accountId = (await execute(createAccount, run, person)).data.account.id;
    const customer = { accountId };
    const booking = await studio.book(`${studio.day(1)}T10:00`, { customer, notes: "Bad back" });
    await studio.book(`${studio.day(3)}T18:00`, { serviceId: studio.classId, customer });
    const seats = { serviceId: studio.classId, participants: 2 };
    const { occurrenceId } = await studio.book(`${studio.day(2)}T18:00`, seats);
    await execute(joinWaitlist, run, { occurrenceId, customer });
    const field = { entityType: "booking", fieldName: "room", fieldLabel: "Room", fieldType: "text" };
    await execute(createCustomField, run, field);
    const values = { room: "Near the lift because of the wheelchair" };
    await execute(setCustomFieldValues, run, { entityType: "booking", entityId: booking.id, values });
    const known = (await execute(exportPersonalData, run, { accountId })).data;
    expect(known).toMatchObject({ bookings: [{ notes: "Bad back" }, {}], waitlist: [{ status: "waiting" }] });
    expect(known.customFields).toEqual([{ fieldName: "room", value: values.room }]);

    const undecided = await refusalOf(execute(erasePersonalData, run, { accountId, confirmName: person.name }));
    expect(undecided).toMatchObject({
      code: "precondition_failed",
      details: { reason: "comingBookings", bookings: 2 },
    });
    const decided = { accountId, confirmName: person.name, cancelBookings: false };
    const { data } = await execute(erasePersonalData, run, decided);
    expect(data).toMatchObject({ cancelledBookings: 0 });
    expect(data.changed).toMatchObject({ bookings: 2, waitlistEntries: 1, customFieldValues: 1 });
    const [entry] = await systemDb().waitlistEntry.findMany({ where: { organisationId: studio.organisationId } });
    expect(entry?.status).toBe("left");
    const left = (await dump(studio.organisationId)).toLowerCase();
    for (const trace of ["ophelia", "brandt", "51234455", "bad back", "wheelchair"]) expect(left).not.toContain(trace);
    const kept = await systemDb().booking.findMany({ where: { organisationId: studio.organisationId, accountId } });
    expect(kept.map((row) => [row.accountId, row.status])).toEqual([
      [accountId, "confirmed"],
      [accountId, "confirmed"],
    ]);
  });

  it("cancels coming visits with the person when asked, and frees their time without a message", async () => {
    const studio = await openStudio("Cancelling studio");
    const person = { name: "Balthasar Quist", email: "balthasar@quist.example" };
    const accountId = (await execute(createAccount, studio.caller, person)).data.account.id;
    const start = `${studio.day(1)}T10:00`;
    const booking = await studio.book(start, { customer: { accountId } });
    const mails = await systemDb().outboxMail.count({ where: { organisationId: studio.organisationId } });
    const { data, summary } = await execute(erasePersonalData, studio.caller, {
      accountId,
      confirmName: person.name,
      cancelBookings: true,
    });
    expect(data).toMatchObject({ cancelledBookings: 1 });
    expect(summary).toContain("1 coming booking cancelled");
    expect(await systemDb().booking.findFirst({ where: { id: booking.id } })).toMatchObject({ status: "cancelled" });
    expect(await systemDb().outboxMail.count({ where: { organisationId: studio.organisationId } })).toBe(mails);
    expect((await dump(studio.organisationId)).toLowerCase()).not.toMatch(/balthasar|quist/);
    await studio.book(start);
  });

  it("is asked of the customer who holds the data of a merged one", async () => {
    const survivorId = await create({ name: "Holds Both", email: "holds@both.example" });
    const mergedId = await create({ name: "Was Merged", email: "was@merged.example" });
    await execute(mergeAccounts, ours.caller, { survivorId, mergedId });
    const asked = execute(erasePersonalData, ours.caller, { accountId: mergedId, confirmName: "Was Merged" });
    expect(await refusalOf(asked)).toMatchObject({ details: { reason: "merged", mergedIntoId: survivorId } });
    expect(await dump(ours.organisationId)).toContain("was@merged.example");
  });

  it("takes deleted doubles of the same name along, and names records of others who share the mail", async () => {
    const person = { name: "Doubly Listed", email: "doubly@listed.example", phone: "6777 1234" };
    const double = await create({ ...person, name: "DOUBLY listed" });
    await execute(deleteAccount, ours.caller, { accountId: double });
    const child = await create({ name: "Child Listed", phone: "6777 1234" });
    await execute(deleteAccount, ours.caller, { accountId: child });
    const accountId = await create(person);
    const spouse = await create({ name: "Spouse Listed", email: person.email, onDuplicate: "share" });
    const sharers = [
      { accountId: spouse, isDeleted: false },
      { accountId: child, isDeleted: true },
    ];
    const known = (await execute(exportPersonalData, ours.caller, { accountId })).data;
    expect(known.accounts.map(({ id }) => id).sort()).toEqual([double, accountId].sort());
    expect(known.sharers).toEqual(sharers);
    const { data } = await execute(erasePersonalData, ours.caller, { accountId, confirmName: "Doubly Listed" });
    expect(data).toMatchObject({ changed: { accounts: 2 }, sharers });
    expect(await refusalOf(execute(restoreAccount, ours.caller, { accountId: double }))).toMatchObject({
      details: { reason: "erased" },
    });
    expect((await dump(ours.organisationId)).toLowerCase()).not.toContain("doubly listed");
    await execute(restoreAccount, ours.caller, { accountId: child });
  });

  it("takes one person out of an event of many, which still can be undone for the others", async () => {
    const [gone, stays] = [await create({ name: "Ernest Gone", localName: "鄭秀" }), await create({ name: "Stays" })];
    const { tag } = (await execute(createTag, ours.caller, { name: "Both" })).data;
    const { segment } = (await execute(createSegment, ours.caller, { name: "Both", segmentType: "STATIC" })).data;
    const only = (await execute(createSegment, ours.caller, { name: "Only", segmentType: "STATIC" })).data.segment;
    const set = (segmentId: string, accountIds: string[]) =>
      execute(setSegmentMembers, ours.caller, { segmentId, accountIds });
    await execute(attachTags, ours.caller, { accountIds: [gone, stays], tagIds: [tag.id] });
    await set(segment.id, [gone, stays]);
    await set(segment.id, []);
    await set(only.id, [gone]);
    await set(only.id, []);
    await execute(erasePersonalData, ours.caller, { accountId: gone, confirmName: "鄭秀" });
    const [tagged] = await auditOf(ours.organisationId, "attach_tags");
    expect(tagged).toMatchObject({
      summary: expect.stringContaining("2 customers"),
      after: { changes: [{ tagId: tag.id, accountIds: [stays] }] },
    });
    const undo = (event: { id: string } | undefined) => execute(undoChange, ours.caller, { eventId: event?.id });
    await undo(tagged);
    expect(await systemDb().accountTag.count({ where: { tagId: tag.id } })).toBe(0);
    const [, , , ofOnly] = await auditOf(ours.organisationId, "set_segment_members");
    const [, ofBoth] = await auditOf(ours.organisationId, "set_segment_members");
    await undo(ofBoth);
    const members = await systemDb().segmentMember.findMany({ where: { segmentId: segment.id } });
    expect(members.map(({ accountId }) => accountId)).toEqual([stays]);
    expect(await refusalOf(undo(ofOnly))).toMatchObject({
      code: "precondition_failed",
      message: expect.stringContaining("personal data was erased"),
    });
  });

  it("ends in the time of a call for a person of a thousand records in a long trail", async () => {
    const workspace = await makeWorkspace("Long since");
    const accountId = await create({ name: "Loyal Person", email: "loyal@example.com" }, workspace);
    const { organisationId, companyId } = workspace;
    const note = { organisationId, companyId, accountId, entityType: "account", body: "Came", authorLabel: "Owner" };
    await systemDb().note.createMany({ data: Array.from({ length: 1_000 }, () => ({ ...note, id: newId("note") })) });
    await systemDb().$executeRaw`
      INSERT INTO audit_events (id, organisation_id, company_id, occurred_at, actor_type, actor_label, operation, effect, outcome,
                                request_id, surface, arguments, summary, duration_ms)
      SELECT 'evt_' || lpad(number::text, 24, '0'), ${organisationId}, ${companyId}, now(), 'apiKey', 'Key', 'create_note',
             'create', 'done', 'req', 'mcp', jsonb_build_object('accountId', 'acc_' || lpad(number::text, 24, '0'),
             'body', repeat('Somebody else came. ', 10)), 'Note added', 1
      FROM generate_series(1, 10000) AS number`;
    const { data } = await execute(erasePersonalData, workspace.caller, { accountId, confirmName: "Loyal Person" });
    expect(data.changed).toMatchObject({ accounts: 1, notes: 1_000, auditEvents: 1 });
    expect(await dump(organisationId)).not.toContain("loyal@example.com");
  });

  it("asks for the name and an owner, and touches no other organisation", async () => {
    const accountId = await create({ name: "Careful Person", email: "same@example.com" });
    const other = await create({ name: "Careful Person", email: "same@example.com" }, theirs);
    const error = await refusalOf(execute(erasePersonalData, ours.caller, { accountId, confirmName: "Somebody" }));
    expect(error).toMatchObject({ code: "invalid_input", details: { field: "confirmName" } });
    const manager = { ...ours.caller, role: "manager" as const };
    expect(
      (await refusalOf(execute(erasePersonalData, manager, { accountId, confirmName: "Careful Person" }))).code,
    ).toBe("forbidden");
    await execute(erasePersonalData, ours.caller, { accountId, confirmName: "Careful Person" });
    expect(await systemDb().account.findFirst({ where: { id: other } })).toMatchObject({
      name: "Careful Person",
      email: "same@example.com",
    });
    expect(await dump(theirs.organisationId)).toContain("same@example.com");
  });
});
