import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { createContact } from "./create-contact";
import { deleteContact } from "./delete-contact";
import { getContact } from "./get-contact";
import { listContacts } from "./list-contacts";
import { restoreContact } from "./restore-contact";
import { updateContact } from "./update-contact";

let ours: TestWorkspace;
let theirs: TestWorkspace;
let accountId: string;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const add = async (input: Record<string, unknown>) =>
  (await execute(createContact, ours.caller, { accountId, ...input })).data.contact;
const list = async (input: Record<string, unknown>) => (await execute(listContacts, ours.caller, input)).data.items;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
  accountId = (await execute(createAccount, ours.caller, { name: "Harbour Ltd", type: "business" })).data.account.id;
});

describe("create_contact", () => {
  itIsGuarded({ operation: createContact, input: () => ({ accountId, name: "Guarded" }), caller, stranger });

  it("adds a person, audits it, and is found by list_contacts", async () => {
    const contact = await add({ name: "Ben Wong", localName: "黃小明", phone: "9222 2222", jobTitle: "Buyer" });
    expect(contact).toMatchObject({ accountId, phone: "+85292222222", isPrimary: false });
    expect((await list({ search: "小明" })).map(({ id }) => id)).toEqual([contact.id]);
    expect((await list({ accountId, search: "ben" })).map(({ id }) => id)).toEqual([contact.id]);
    const events = await auditOf(ours.organisationId, "create_contact");
    expect(events.some(({ entityId, outcome }) => entityId === contact.id && outcome === "done")).toBe(true);
  });

  it("asks before taking a phone that another customer has, and names bad values", async () => {
    await execute(createAccount, ours.caller, { name: "Owner", phone: "9333 3333" });
    expect((await refusalOf(add({ name: "X", phone: "9333 3333" }))).code).toBe("possible_duplicate");
    expect((await add({ name: "X", phone: "9333 3333", onDuplicate: "share" })).phone).toBe("+85293333333");
    expect(await refusalOf(add({ name: "X", phone: "1" }))).toMatchObject({ details: { field: "phone" } });
    expect(await refusalOf(add({ name: "X", email: "x" }))).toMatchObject({ details: { field: "email" } });
  });

  it("keeps one primary contact, and adds once when repeated with an idempotencyKey", async () => {
    const input = { name: "Chief", isPrimary: true, idempotencyKey: "chief-2026-01" };
    const [first, second] = [await add(input), await add(input)];
    expect(second.id).toBe(first.id);
    expect((await list({ accountId, limit: 100 })).filter(({ isPrimary }) => isPrimary)).toMatchObject([
      { name: "Chief" },
    ]);
  });
});

describe("get_contact and list_contacts", () => {
  const input = async () => ({ contactId: (await add({ name: "Seen" })).id });
  itIsGuarded({ operation: getContact, input, caller, stranger });
  itIsGuarded({ operation: listContacts, input: () => ({}), caller });

  it("shows the person with the customer", async () => {
    expect((await execute(getContact, ours.caller, await input())).data).toMatchObject({
      contact: { name: "Seen" },
      account: { id: accountId, name: "Harbour Ltd" },
    });
    expect((await execute(listContacts, theirs.caller, {})).data.items).toEqual([]);
  });
});

describe("update_contact", () => {
  itIsGuarded({
    operation: updateContact,
    input: async () => ({ contactId: (await add({ name: "Guarded" })).id, jobTitle: "Y" }),
    caller,
    stranger,
  });

  it("changes what is named, clears null, reports the conflict, audits the difference", async () => {
    const { id } = await add({ name: "Cleo", jobTitle: "Buyer", email: "cleo@example.com" });
    const update = (input: Record<string, unknown>) => execute(updateContact, ours.caller, { contactId: id, ...input });
    expect((await update({ jobTitle: null, name: "Cleopatra", expectedVersion: 1 })).data.contact).toMatchObject({
      name: "Cleopatra",
      jobTitle: null,
      email: "cleo@example.com",
      version: 2,
    });
    expect(await refusalOf(update({ name: "C", expectedVersion: 1 }))).toMatchObject({
      code: "version_conflict",
      details: { current: { name: "Cleopatra" } },
    });
    const events = await auditOf(ours.organisationId, "update_contact");
    expect(events.find(({ entityId, outcome }) => entityId === id && outcome === "done")).toMatchObject({
      before: { name: "Cleo", jobTitle: "Buyer" },
      after: { name: "Cleopatra", jobTitle: null },
    });
  });
});

describe("delete_contact and restore_contact", () => {
  const deleted = async () => {
    const { id } = await add({ name: "Guarded" });
    await execute(deleteContact, ours.caller, { contactId: id });
    return { contactId: id };
  };
  itIsGuarded({
    operation: deleteContact,
    input: async () => ({ contactId: (await add({ name: "Guarded" })).id }),
    caller,
    stranger,
  });
  itIsGuarded({ operation: restoreContact, input: deleted, caller, stranger });

  it("releases the mail address, and brings the person back", async () => {
    const { id } = await add({ name: "Fay", email: "fay@example.com" });
    await execute(deleteContact, ours.caller, { contactId: id });
    expect(await list({ search: "fay@" })).toEqual([]);
    const taken = (await execute(createAccount, ours.caller, { name: "New Fay", email: "fay@example.com" })).data;
    expect(taken.outcome).toBe("created");
    const restore = (input = {}) => execute(restoreContact, ours.caller, { contactId: id, ...input });
    expect((await refusalOf(restore())).code).toBe("possible_duplicate");
    expect((await restore({ onDuplicate: "share" })).data.contact.deletedAt).toBeNull();
  });
});
