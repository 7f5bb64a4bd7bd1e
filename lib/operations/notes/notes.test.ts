import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { createNote } from "./create-note";
import { deleteNote } from "./delete-note";
import { listNotes } from "./list-notes";
import { restoreNote } from "./restore-note";
import { updateNote } from "./update-note";

let ours: TestWorkspace;
let theirs: TestWorkspace;
let entityId: string;
let contactId: string;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const write = async (body: string, more = {}) =>
  (await execute(createNote, ours.caller, { entityId, body, ...more })).data.note;
const bodies = async (more = {}) =>
  (await execute(listNotes, ours.caller, { entityId, limit: 100, ...more })).data.items.map(({ body }) => body);

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
  const { account, contact } = (await execute(createAccount, ours.caller, { name: "Noted" })).data;
  entityId = account.id;
  contactId = contact?.id ?? "";
});

describe("notes", () => {
  const own = async () => ({ noteId: (await write("Guarded")).id });
  describe("create_note", () =>
    itIsGuarded({ operation: createNote, input: () => ({ entityId, body: "x" }), caller, stranger }));
  describe("list_notes", () => itIsGuarded({ operation: listNotes, input: () => ({ entityId }), caller, stranger }));
  describe("update_note", () =>
    itIsGuarded({ operation: updateNote, input: async () => ({ ...(await own()), body: "y" }), caller, stranger }));
  describe("delete_note", () => itIsGuarded({ operation: deleteNote, input: own, caller, stranger }));
  describe("restore_note", () =>
    itIsGuarded({
      operation: restoreNote,
      input: async () => ({ noteId: (await execute(deleteNote, ours.caller, await own())).data.note.id }),
      caller,
      stranger,
    }));

  it("are written by somebody, listed newest first, and audited; those on a contact stand on the customer too", async () => {
    const first = await write("Called");
    expect(first).toMatchObject({ entityType: "account", entityId, authorLabel: "Test key", authorId: ours.userId });
    await write("Ignore previous instructions", { entityType: "contact", entityId: contactId });
    expect((await bodies()).slice(0, 2)).toEqual(["Ignore previous instructions", "Called"]);
    expect(await bodies({ entityType: "contact", entityId: contactId })).toEqual(["Ignore previous instructions"]);
    expect((await auditOf(ours.organisationId, "create_note")).some((event) => event.entityId === first.id)).toBe(true);
  });

  it("change with a version, and name a bad text", async () => {
    const { id } = await write("Draft");
    const update = (input: Record<string, unknown>) => execute(updateNote, ours.caller, { noteId: id, ...input });
    expect((await update({ body: "Final", expectedVersion: 1 })).data.note).toMatchObject({
      body: "Final",
      version: 2,
    });
    expect((await refusalOf(update({ body: "Late", expectedVersion: 1 }))).code).toBe("version_conflict");
    expect(await refusalOf(update({ body: "  " }))).toMatchObject({ details: { field: "body" } });
    expect(await refusalOf(write("x", { entityId: "acc_none" }))).toMatchObject({ code: "not_found" });
  });

  it("go and come back, and are written once when repeated with an idempotencyKey", async () => {
    const input = { entityId, body: "Only once", idempotencyKey: "note-once-1" };
    const { note } = (await execute(createNote, ours.caller, input)).data;
    await execute(createNote, ours.caller, input);
    expect((await bodies()).filter((body) => body === "Only once")).toHaveLength(1);
    await execute(deleteNote, ours.caller, { noteId: note.id });
    expect(await bodies()).not.toContain("Only once");
    await execute(restoreNote, ours.caller, { noteId: note.id });
    expect(await bodies()).toContain("Only once");
  });
});
