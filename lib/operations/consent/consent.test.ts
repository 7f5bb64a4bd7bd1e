import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { mergeAccounts } from "../accounts/merge-accounts";
import { unmergeAccounts } from "../accounts/unmerge-accounts";
import { getConsent } from "./get-consent";
import { saidWhen } from "./said-when";
import { setConsent } from "./set-consent";

let ours: TestWorkspace;
let theirs: TestWorkspace;
let accountId: string;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const create = async (name: string) => (await execute(createAccount, ours.caller, { name })).data.account.id;
const yes = { channel: "email", purpose: "marketing", status: "granted", source: "paper_form", proof: "Form 1" };
const no = { channel: "email", purpose: "marketing", status: "withdrawn", source: "message" };
const set = (input: Record<string, unknown>, id = accountId) =>
  execute(setConsent, ours.caller, { accountId: id, ...input });
const current = async (id = accountId, history = false) =>
  (await execute(getConsent, ours.caller, { accountId: id, history })).data.items;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
  accountId = await create("Asked");
});

describe("set_consent", () =>
  itIsGuarded({ operation: setConsent, input: () => ({ accountId, ...no }), caller, stranger }));
describe("get_consent", () => itIsGuarded({ operation: getConsent, input: () => ({ accountId }), caller, stranger }));

describe("consent", () => {
  it("is kept with source and proof, supersedes what was said before, and is audited", async () => {
    const id = await create("Changing");
    await set(yes, id);
    await set(no, id);
    expect(await current(id)).toMatchObject([{ status: "withdrawn", source: "message", recordedBy: "Test key" }]);
    expect((await current(id, true)).map(({ status, isCurrent }) => [status, isCurrent])).toEqual([
      ["withdrawn", true],
      ["granted", false],
    ]);
    await set({ ...yes, occurredAt: "2020-01-01" }, id);
    expect(await current(id)).toMatchObject([{ status: "withdrawn" }]);
    expect((await auditOf(ours.organisationId, "set_consent")).some(({ entityId }) => entityId === id)).toBe(true);
  });

  it("needs proof to be granted, and names bad values", async () => {
    const { proof: _, ...bare } = yes;
    const field = async (input: Record<string, unknown>) => (await refusalOf(set(input))).details?.field;
    expect(await field(bare)).toBe("proof");
    expect(await field({ ...yes, channel: "pigeon" })).toBe("channel");
    expect(await field({ ...yes, occurredAt: "2099-01-01" })).toBe("occurredAt");
  });

  it("counts a withdrawal of the company's day against a grant of the same day, whichever was recorded first", async () => {
    const id = await create("Same day");
    const day = "2026-05-11";
    await set({ ...yes, occurredAt: `${day}T18:00:00+08:00` }, id);
    const { data, summary } = await set({ ...no, occurredAt: day }, id);
    expect(data.consent.isCurrent).toBe(true);
    expect(summary).toContain("Same day: email for marketing withdrawn");
    expect(await current(id)).toMatchObject([{ status: "withdrawn" }]);
    const granted = await set({ ...yes, occurredAt: day }, id);
    expect(granted.data).toMatchObject({ consent: { isCurrent: false }, standing: { status: "withdrawn" } });
    expect(granted.summary).toContain("a later answer says withdrawn: email for marketing is still withdrawn");
  });

  it("reads a bare day as the company's, a grant from its beginning and a withdrawal from its end", () => {
    const now = new Date("2026-11-28T20:00:00Z");
    const read = (text: string, status: string) => saidWhen(text, status, "Asia/Hong_Kong", now)?.toISOString();
    expect(read("2026-11-28", "granted")).toBe("2026-11-27T16:00:00.000Z");
    expect(read("2026-11-28", "withdrawn")).toBe("2026-11-28T15:59:59.999Z");
    expect(read("2026-11-29", "withdrawn")).toBe(now.toISOString());
    expect(read("2026-11-30", "granted")).toBeUndefined();
    expect(read("2026-11-28T21:00:00Z", "granted")).toBeUndefined();
  });

  it("withdrawn for a mail address is withdrawn for everybody who has it, and a later yes names who said no", async () => {
    const email = "household@example.com";
    const person = async (name: string, more: Record<string, unknown> = { email, onDuplicate: "share" }) =>
      (await execute(createAccount, ours.caller, { name, ...more })).data.account.id;
    const [first, second, silent] = [await person("First"), await person("Second"), await person("Silent")];
    const elsewhere = await person("Elsewhere", { email: "other@example.com" });
    for (const id of [first, second, elsewhere]) await set(yes, id);
    const { data, summary } = await set(no, first);
    expect(data.alsoWithdrawn).toEqual([{ accountId: second, name: "Second" }]);
    expect(summary).toContain("also withdrawn for Second");
    expect(await current(second)).toMatchObject([{ status: "withdrawn", proof: expect.stringContaining("cst_") }]);
    expect(await current(silent)).toEqual([]);
    expect(await current(elsewhere)).toMatchObject([{ status: "granted" }]);
    const again = await set(yes, second);
    expect(again.data).toMatchObject({ alsoWithdrawn: [], withdrewBefore: [{ accountId: first, name: "First" }] });
    expect(again.summary).toContain("First has the same address and withdrew");
    expect((await set({ ...no, channel: "post" }, second)).data.alsoWithdrawn).toEqual([]);
  });

  it("withdrawn for a number that a family shares is withdrawn for each of them", async () => {
    const phone = "6333 7788";
    const [mother, child] = [
      (await execute(createAccount, ours.caller, { name: "Mother", phone })).data.account.id,
      (await execute(createAccount, ours.caller, { name: "Child", phone, onDuplicate: "share" })).data.account.id,
    ];
    for (const id of [mother, child]) await set({ ...yes, channel: "sms" }, id);
    const { data } = await set({ ...no, channel: "sms", occurredAt: "2020-01-01" }, mother);
    expect(data.alsoWithdrawn).toEqual([]);
    expect((await set({ ...no, channel: "sms" }, mother)).data.alsoWithdrawn).toEqual([
      { accountId: child, name: "Child" },
    ]);
  });

  it("stays one current answer when two come at once", async () => {
    const id = await create("Racing");
    await Promise.all([set(yes, id), set(no, id), set(yes, id)]);
    expect(await current(id)).toHaveLength(1);
  });

  it("never becomes a yes by a merge, and parts again", async () => {
    const [survivorId, mergedId] = [await create("Double"), await create("Double")];
    await set(yes, survivorId);
    await set(no, mergedId);
    const { mergeId } = (await execute(mergeAccounts, ours.caller, { survivorId, mergedId })).data;
    expect(await current(survivorId)).toMatchObject([{ status: "withdrawn" }]);
    await execute(unmergeAccounts, ours.caller, { mergeId });
    expect(await current(survivorId)).toMatchObject([{ status: "granted" }]);
    expect(await current(mergedId)).toMatchObject([{ status: "withdrawn" }]);
  });
});
