import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { getConsent } from "../consent/get-consent";
import { setConsent } from "../consent/set-consent";
import { createAccount } from "./create-account";
import { deleteAccount } from "./delete-account";
import { searchMembers } from "./search-members";

let ours: TestWorkspace;
let theirs: TestWorkspace;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});

const create = async (input: Record<string, unknown>, workspace = ours) =>
  (await execute(createAccount, workspace.caller, input)).data;

describe("create_account", () => {
  itIsGuarded({ operation: createAccount, input: () => ({ name: "Anna" }), caller: () => ours.caller });

  it("adds the customer with a primary contact and writes the audit row", async () => {
    const { account, contact, outcome } = await create({
      name: "Anna Chan",
      localName: "陳安娜",
      email: "Anna.CHAN@Example.com",
      phone: "9123 4567",
      firstName: "Anna",
      lastName: "Chan",
      notes: "Prefers evenings",
    });
    expect(outcome).toBe("created");
    expect(account).toMatchObject({
      email: "anna.chan@example.com",
      phone: "+85291234567",
      phoneOriginal: "9123 4567",
      type: "individual",
      lifeStage: "active",
      source: "api",
      membershipStatus: "none",
      version: 1,
    });
    expect(contact).toMatchObject({ accountId: account.id, isPrimary: true, email: "anna.chan@example.com" });
    const events = await auditOf(ours.organisationId, "create_account");
    expect(events.find(({ entityId }) => entityId === account.id)).toMatchObject({
      outcome: "done",
      after: { name: "Anna Chan" },
    });
  });

  it("enrols a member with a code", async () => {
    const { account } = await create({ name: "Mei", enrollMembership: true, expiresAt: "2031-01-01" });
    expect(account).toMatchObject({ membershipStatus: "active", memberCode: expect.stringMatching(/^M-/) });
  });

  it("names the field of a bad phone, mail, date, tier and name", async () => {
    const bad = async (input: Record<string, unknown>) => (await refusalOf(create({ name: "X", ...input }))).toBody();
    expect(await bad({ phone: "12" })).toMatchObject({ code: "invalid_input", details: { field: "phone" } });
    expect(await bad({ phone: "9123 456" })).toMatchObject({ message: expect.stringContaining("has 7 digits") });
    expect(await bad({ phone: "call me maybe" })).toMatchObject({ details: { field: "phone" } });
    expect(await bad({ email: "a@b" })).toMatchObject({ code: "invalid_input", details: { field: "email" } });
    expect(await bad({ dateOfBirth: "2001-02-30" })).toMatchObject({ details: { field: "dateOfBirth" } });
    expect(await bad({ tierId: "tier_none" })).toMatchObject({ code: "not_found", details: { field: "tierId" } });
    expect(await bad({ name: "" })).toMatchObject({ code: "invalid_input", details: { field: "name" } });
    expect(await bad({ expiresAt: "2030-01-01" })).toMatchObject({ details: { field: "expiresAt" } });
  });

  it("accepts emoji, right-to-left, one-word and 200-character names, and finds them again", async () => {
    const names = { "🦄 Uni": "🦄", "محمد علي": "محم", Cher: "cher", ["長".repeat(200)]: "長長長" };
    for (const [name, search] of Object.entries(names)) {
      const { account } = await create({ name });
      expect(account.name).toBe(name);
      const { items } = (await execute(searchMembers, ours.caller, { search })).data;
      expect(items.map(({ id }) => id)).toContain(account.id);
    }
    expect(await refusalOf(create({ name: "長".repeat(201) }))).toMatchObject({ details: { field: "name" } });
  });

  it("answers possible_duplicate with the candidate, and creates nothing", async () => {
    const first = await create({ name: "Dora", phone: "6111 2222" });
    const error = await refusalOf(create({ name: "Dora Again", phone: "+852 6111-2222" }));
    expect(error).toMatchObject({
      code: "possible_duplicate",
      details: { candidates: [{ accountId: first.account.id, name: "Dora", matchedOn: ["phone"] }] },
    });
    expect(await systemDb().account.count({ where: { companyId: ours.companyId, name: "Dora Again" } })).toBe(0);
  });

  it("lets family share a phone, links a person, or fills the existing customer, as asked", async () => {
    const mother = (await create({ name: "Mother", phone: "6222 3333" })).account;
    const child = await create({ name: "Child", phone: "6222 3333", onDuplicate: "share" });
    expect(child.outcome).toBe("created");
    const again = await refusalOf(create({ name: "Another", phone: "6222 3333", onDuplicate: "link" }));
    expect(again.code).toBe("possible_duplicate");
    const linked = await create({
      name: "Driver",
      phone: "6222 3333",
      onDuplicate: "link",
      duplicateOf: mother.id,
    });
    expect(linked).toMatchObject({ outcome: "linked", account: { id: mother.id }, contact: { name: "Driver" } });
    const merged = await create({
      name: "Mrs Mother",
      phone: "6222 3333",
      email: "mother@example.com",
      onDuplicate: "merge",
      duplicateOf: mother.id,
    });
    expect(merged).toMatchObject({ outcome: "merged", account: { name: "Mother", email: "mother@example.com" } });
  });

  it("lets one of several calls at once take a phone", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => create({ name: `Racer ${index}`, phone: "6333 4444" })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("tells of namesakes without refusing", async () => {
    const first = await create({ name: "José Chan" });
    const second = await create({ name: "jose chan" });
    expect(second.possibleDuplicates).toMatchObject([{ id: first.account.id }]);
  });

  it("creates once when repeated with an idempotencyKey", async () => {
    const input = { name: "Once", email: "once@example.com", idempotencyKey: "create-once-2026" };
    const [first, second] = [await create(input), await create(input)];
    expect(second.account.id).toBe(first.account.id);
    expect(await systemDb().account.count({ where: { companyId: ours.companyId, name: "Once" } })).toBe(1);
  });

  it("names a deleted customer of the same mail or phone, and carries over what they withdrew", async () => {
    const gone = (await create({ name: "Wendy Was", email: "wendy@example.com", phone: "9876 5432" })).account;
    const said = { channel: "email", purpose: "marketing", source: "message" };
    await execute(setConsent, ours.caller, { accountId: gone.id, ...said, status: "withdrawn" });
    await execute(deleteAccount, ours.caller, { accountId: gone.id });
    const { data, summary } = await execute(createAccount, ours.caller, { name: "Wendy", phone: "+852 9876 5432" });
    expect(data).toMatchObject({ deletedTwins: [{ id: gone.id, name: "Wendy Was" }], withdrawn: ["email.marketing"] });
    expect(summary).toContain(`Wendy Was (${gone.id}), see restore_account; withdrawn consent carried over`);
    const { items } = (await execute(getConsent, ours.caller, { accountId: data.account.id })).data;
    expect(items).toMatchObject([{ status: "withdrawn", channel: "email" }]);
    expect((await create({ name: "Wendy", email: "wendy@example.com" }, theirs)).deletedTwins).toEqual([]);
  });

  it("keeps organisations apart: the same phone and mail are free elsewhere", async () => {
    await create({ name: "Here", email: "both@example.com" });
    expect((await create({ name: "There", email: "both@example.com" }, theirs)).outcome).toBe("created");
  });
});
