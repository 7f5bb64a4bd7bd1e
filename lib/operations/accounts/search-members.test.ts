import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { makeWorkspace, type TestWorkspace, withScopes } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { becomeTenant } from "@/lib/db/tenant";
import { execute } from "@/lib/kernel/execute";
import { createContact } from "../contacts/create-contact";
import { createAccount } from "./create-account";
import { deleteAccount } from "./delete-account";
import { getMemberProfile } from "./get-member-profile";
import { mergeAccounts } from "./merge-accounts";
import { searchCrm } from "./search-crm";
import { searchMembers } from "./search-members";

let ours: TestWorkspace;
let theirs: TestWorkspace;
const people = [
  { name: "Anna Chan", localName: "陳安娜", email: "anna@harbour.example", phone: "9123 4567" },
  { name: "José García", email: "jose@example.com", lifeStage: "lead" },
  { name: "陳大文", source: "walk_in" },
  { name: "Tai Man CHAN", memberCode: "K-77", enrollMembership: true },
  { name: "100% Yoga_Club", type: "business" },
  { name: "Li" },
];

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
  for (const person of people) await execute(createAccount, ours.caller, person);
  await execute(createAccount, theirs.caller, { name: "Anna Chan" });
});

const search = async (input: Record<string, unknown>) => (await execute(searchMembers, ours.caller, input)).data;
const names = async (input: Record<string, unknown>) => (await search(input)).items.map(({ name }) => name);

describe("search_members", () => {
  itIsGuarded({ operation: searchMembers, input: () => ({}), caller: () => ours.caller });

  it.each([
    ["chan", ["Tai Man CHAN", "Anna Chan"]],
    ["chan anna", ["Anna Chan"]],
    ["garcia", ["José García"]],
    ["JOSÉ", ["José García"]],
    ["大文", ["陳大文"]],
    ["陳", ["陳大文", "Anna Chan"]],
    ["陳安娜", ["Anna Chan"]],
    ["harbour", ["Anna Chan"]],
    ["9123 4567", ["Anna Chan"]],
    ["+852 9123-45", ["Anna Chan"]],
    ["23456", ["Anna Chan"]],
    ["k-77", ["Tai Man CHAN"]],
    ["li", ["Li"]],
    ["100%", ["100% Yoga_Club"]],
    ["n_a", []],
    ["nobody at all", []],
  ])("finds %j by part of name, mail, phone or code", async (text, expected) => {
    expect(await names({ search: text })).toEqual(expected);
    expect(await names({ query: text })).toEqual(expected);
  });

  it("answers instances of the version before, which ask without a life stage", async () => {
    const found = await systemDb().$transaction(async (tx) => {
      await becomeTenant(tx, ours);
      return tx.$queryRaw<{ id: string }[]>`
        SELECT favcrm_search('accounts', ARRAY['%garcia%'], ARRAY[]::text[], 'id', true, NULL, NULL, 10) AS id`;
    });
    expect(found.map(({ id }) => id)).toEqual((await search({ search: "garcia" })).items.map(({ id }) => id));
    expect(found).toHaveLength(1);
  });

  it("finds whose a whole number or mail is, also by a merge or a contact person", async () => {
    const add = async (input: Record<string, unknown>) =>
      (await execute(createAccount, ours.caller, input)).data.account.id;
    const survivorId = await add({ name: "Mira Kept", phone: "6123 0001", lifeStage: "lead" });
    const mergedId = await add({ name: "Mira Gone", phone: "6123 0002", email: "mira@gone.example" });
    await execute(mergeAccounts, ours.caller, { survivorId, mergedId });
    const contact = { accountId: survivorId, name: "Otto Sidekick", phone: "6123 0003" };
    await execute(createContact, ours.caller, contact);
    for (const text of ["6123-0002", "+852 6123 0003"]) {
      expect(await search({ search: text })).toMatchObject({ items: [{ id: survivorId }], foundByOther: [survivorId] });
    }
    expect(await names({ search: "MIRA@gone.example" })).toEqual(["Mira Kept"]);
    expect(await names({ search: "6123 0003", lifeStage: "vip" })).toEqual([]);
    expect((await search({ search: "6123 0001" })).foundByOther).toBeUndefined();
    const { data, summary } = await execute(searchMembers, ours.caller, { search: "sidekick" });
    expect(data).toMatchObject({ items: [], contactMatches: 1 });
    expect(summary).toContain("1 contact person found: see search_crm");
    expect((await execute(searchMembers, theirs.caller, { search: "6123 0003" })).data.items).toEqual([]);
    await execute(deleteAccount, ours.caller, { accountId: survivorId });
    expect(await names({ search: "6123 0003" })).toEqual([]);
  });

  it("filters by stage, source, membership, creation and inactivity", async () => {
    expect(await names({ lifeStage: "lead" })).toEqual(["José García"]);
    expect(await names({ source: "walk_in" })).toEqual(["陳大文"]);
    expect(await names({ hasMembership: true, membershipStatus: "active" })).toEqual(["Tai Man CHAN"]);
    expect(await names({ membershipStatus: "expired" })).toEqual([]);
    expect(await names({ createdBefore: "2020-01-01" })).toEqual([]);
    expect(await names({ hasBooking: true })).toEqual([]);
    expect(await names({ search: "chan", hasMembership: false })).toEqual(["Anna Chan"]);
    await systemDb().$executeRaw`UPDATE accounts SET last_activity_at = now() - interval '61 days'
      WHERE company_id = ${ours.companyId} AND name = 'Li'`;
    expect(await names({ inactiveDays: 60 })).toEqual(["Li"]);
    expect(await names({ inactiveDays: 62 })).toEqual([]);
  });

  it.each([
    { sort: "createdAt", order: "desc" },
    { sort: "createdAt", order: "asc" },
    { sort: "name", order: "asc" },
    { sort: "name", order: "desc" },
    { sort: "email", order: "asc" },
  ])("pages through everybody once by %j, with and without a search", async (by) => {
    for (const more of [{}, { search: "an" }, { search: "a", lifeStage: "active" }]) {
      const all = (await search({ ...by, ...more, limit: 100 })).items.map(({ id }) => id);
      const paged: string[] = [];
      for (let cursor: string | undefined, page = 0; page === 0 || cursor; page++) {
        const answer = await search({ ...by, ...more, limit: 2, cursor });
        paged.push(...answer.items.map(({ id }) => id));
        cursor = answer.nextCursor;
      }
      expect(paged).toEqual(all);
    }
    expect((await names({ ...by, limit: 100 })).length).toBe(people.length);
  });

  it("names a bad filter", async () => {
    expect(await refusalOf(search({ lifeStage: "sleeping" }))).toMatchObject({ details: { field: "lifeStage" } });
    expect(await refusalOf(search({ inactiveDays: 0 }))).toMatchObject({ details: { field: "inactiveDays" } });
    expect(await refusalOf(search({ tierId: "tier_x" }))).toMatchObject({ code: "not_found" });
  });

  it("masks phones for staff", async () => {
    const staff = { ...withScopes(ours.caller, ["contacts:read"], "staff"), role: "staff" as const };
    const [anna] = (await execute(searchMembers, staff, { search: "anna" })).data.items;
    expect(anna).toMatchObject({ phone: "+852•••••567", phoneOriginal: null });
  });
});

describe("search_members for what many hold", () => {
  const stageOf = (n: number) => (n % 3 === 0 ? "lead" : "active");
  let many: TestWorkspace;
  const idsOf = async (input: Record<string, unknown>) =>
    (await execute(searchMembers, many.caller, { limit: 100, ...input })).data.items.map(({ id }) => id);
  /** The same in pages of five, which are full before the list is at its end. */
  const pagedIdsOf = async (input: Record<string, unknown>) => {
    const ids: string[] = [];
    for (let cursor: string | undefined, page = 0; page === 0 || cursor; page++) {
      const { items, nextCursor } = (await execute(searchMembers, many.caller, { ...input, limit: 5, cursor })).data;
      ids.push(...items.map(({ id }) => id));
      cursor = nextCursor;
    }
    return ids;
  };

  beforeAll(async () => {
    many = await makeWorkspace("Family meeting");
    for (let n = 0; n < 40; n++) {
      const name = `${n % 2 ? "Anna" : "Zoe"} Fitzgerald ${n}`;
      await execute(createAccount, many.caller, { name, lifeStage: stageOf(n) });
    }
    await execute(createAccount, many.caller, { name: "Somebody else", lifeStage: "lead" });
  });

  it.each([{ sort: "createdAt" }, { sort: "name" }, { sort: "name", order: "desc" }, { sort: "email" }])(
    "pages through all of them by %j, filtered and not",
    async (by) => {
      const leads = await idsOf({ ...by, lifeStage: "lead" });
      const hits = await idsOf({ ...by, search: "fitzgerald" });
      expect(hits).toHaveLength(40);
      expect(await pagedIdsOf({ ...by, search: "fitzgerald" })).toEqual(hits);
      expect(hits).toEqual((await idsOf(by)).filter((id) => hits.includes(id)));
      const filtered = await pagedIdsOf({ ...by, search: "fitzgerald", lifeStage: "lead" });
      expect(filtered).toEqual(leads.filter((id) => hits.includes(id)));
      expect(filtered).toHaveLength(14);
      expect(hits.filter((id) => leads.includes(id))).toEqual(filtered);
    },
  );

  it("keeps a search to the life stage, whatever else narrows it and however rare the name", async () => {
    expect(await idsOf({ search: "somebody", lifeStage: "lead" })).toHaveLength(1);
    expect(await idsOf({ search: "somebody", lifeStage: "vip" })).toEqual([]);
    const oldestFirst = await pagedIdsOf({ search: "fitzgerald", lifeStage: "lead", order: "asc" });
    expect(oldestFirst).toEqual((await idsOf({ search: "fitzgerald", lifeStage: "lead" })).reverse());
    expect(await pagedIdsOf({ search: "fitzgerald", lifeStage: "lead", source: "api" })).toHaveLength(14);
    expect(await idsOf({ search: "fitzgerald", lifeStage: "lead", source: "online" })).toEqual([]);
  });
});

describe("search_crm", () => {
  itIsGuarded({ operation: searchCrm, input: () => ({ query: "chan" }), caller: () => ours.caller });

  it("finds customers and contact persons", async () => {
    const { accounts, contacts } = (await execute(searchCrm, ours.caller, { query: "garcia" })).data;
    expect(accounts).toMatchObject([{ name: "José García" }]);
    expect(contacts).toMatchObject([{ name: "José García", accountName: "José García" }]);
    expect(await refusalOf(execute(searchCrm, ours.caller, { query: " " }))).toMatchObject({
      details: { field: "query" },
    });
  });
});

describe("get_member_profile", () => {
  const idOfAnna = async () => ({ accountId: (await search({ search: "anna" })).items[0]?.id });
  itIsGuarded({
    operation: getMemberProfile,
    input: idOfAnna,
    caller: () => ours.caller,
    stranger: () => theirs.caller,
  });

  it("shows the customer with what belongs to it", async () => {
    const profile = (await execute(getMemberProfile, ours.caller, await idOfAnna())).data;
    expect(profile).toMatchObject({
      account: { name: "Anna Chan", localName: "陳安娜" },
      contacts: [{ name: "Anna Chan", isPrimary: true }],
      tags: [],
      openTasks: [],
    });
  });
});
