import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { joinWaitlist } from "../bookings/join-waitlist";
import { openStudio } from "../bookings/testing/studio";
import { createCustomField } from "../custom-fields/create-custom-field";
import { setCustomFieldValues } from "../custom-fields/set-custom-field-values";
import { createNote } from "../notes/create-note";
import { attachTags } from "../tags/attach-tags";
import { createTag } from "../tags/create-tag";
import { createTask } from "../tasks/create-task";
import { createAccount } from "./create-account";
import { findDuplicateAccounts } from "./find-duplicate-accounts";
import { getMemberProfile } from "./get-member-profile";
import { mergeAccounts } from "./merge-accounts";
import { searchMembers } from "./search-members";
import { unmergeAccounts } from "./unmerge-accounts";
import { updateAccount } from "./update-account";

let ours: TestWorkspace;
let theirs: TestWorkspace;
let count = 0;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const create = async (input: Record<string, unknown>, workspace = ours) =>
  (await execute(createAccount, workspace.caller, input)).data.account;
const merge = async (survivorId: string, mergedId: string) =>
  (await execute(mergeAccounts, ours.caller, { survivorId, mergedId })).data;
const profile = async (accountId: string) => (await execute(getMemberProfile, ours.caller, { accountId })).data;

/** Two doubles, the second with everything that can hang on a customer. */
async function doubles() {
  count += 1;
  const survivor = await create({ name: `Anna ${count}`, email: `anna${count}@example.com` });
  const merged = await create({
    name: `Anna ${count}`,
    phone: `911110${count.toString().padStart(2, "0")}`,
    address: "Harbour",
    memberCode: `C-${count}`,
    dateOfBirth: "1990-01-01",
  });
  await execute(createNote, ours.caller, { entityId: merged.id, body: "Wrote" });
  await execute(createTask, ours.caller, { title: "Call", accountId: merged.id });
  const { tag } = (await execute(createTag, ours.caller, { name: `Tag ${count}` })).data;
  await execute(attachTags, ours.caller, { accountId: merged.id, tagIds: [tag.id] });
  return { survivor, merged };
}

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});

describe("find_duplicate_accounts", () => {
  itIsGuarded({ operation: findDuplicateAccounts, input: () => ({}), caller });

  it("groups those who share a phone or a name", async () => {
    const mother = await create({ name: "Mother", phone: "6777 0001" });
    const child = await create({ name: "Child", phone: "6777 0001", onDuplicate: "share" });
    const [first, second] = [await create({ name: "Zoë Lam" }), await create({ name: "zoe lam" })];
    const { items } = (await execute(findDuplicateAccounts, ours.caller, {})).data;
    const groups = items.map(({ reason, accounts }) => [reason, accounts.map(({ id }) => id)]);
    expect(groups).toContainEqual(["phone", [mother.id, child.id]]);
    expect(groups).toContainEqual(["name", [first.id, second.id]]);
    const own = (await execute(findDuplicateAccounts, ours.caller, { accountId: second.id })).data.items;
    expect(own).toMatchObject([{ reason: "name", value: "zoe lam" }]);
    expect((await execute(findDuplicateAccounts, theirs.caller, {})).data.items).toEqual([]);
  });
});

describe("merge_accounts", () => {
  itIsGuarded({
    operation: mergeAccounts,
    input: async () => {
      const { survivor, merged } = await doubles();
      return { survivorId: survivor.id, mergedId: merged.id };
    },
    caller,
    stranger,
  });

  it("says which fields of the merged one are left out, custom ones too, and counts what it copied", async () => {
    const { survivor, merged } = await doubles();
    const field = { entityType: "account", fieldName: `from_${count}`, fieldLabel: "Came from", fieldType: "text" };
    await execute(createCustomField, ours.caller, field);
    for (const [entityId, from] of [
      [survivor.id, "Friend"],
      [merged.id, "Flyer"],
    ] as const) {
      const values = { [field.fieldName]: from };
      await execute(setCustomFieldValues, ours.caller, { entityType: "account", entityId, values });
    }
    await execute(updateAccount, ours.caller, { accountId: survivor.id, address: "Peak" });
    const answer = await execute(mergeAccounts, ours.caller, { survivorId: survivor.id, mergedId: merged.id });
    expect(answer.data.kept).toEqual([
      { field: "address", kept: "Peak", left: "Harbour" },
      { field: `custom:${field.fieldName}`, kept: "Friend", left: "Flyer" },
    ]);
    expect(answer.data.moved).toMatchObject({ notes: 1, tasks: 1, tags: 1, customFields: 0 });
    expect(answer.summary).toContain(`left out: address, custom:${field.fieldName}`);
  });

  it("brings everything together and fills what was empty", async () => {
    const { survivor, merged } = await doubles();
    const { account, mergeId } = await merge(survivor.id, merged.id);
    expect(account).toMatchObject({
      email: survivor.email,
      phone: merged.phone,
      address: "Harbour",
      memberCode: merged.memberCode,
      dateOfBirth: "1990-01-01",
    });
    const whole = await profile(survivor.id);
    expect(whole.contacts).toHaveLength(2);
    expect(whole.contacts.filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
    expect(whole).toMatchObject({ recentNotes: [{ body: "Wrote" }], openTasks: [{ title: "Call" }], tags: [{}] });
    const found = (await execute(searchMembers, ours.caller, { search: merged.phone ?? "" })).data.items;
    expect(found.map(({ id }) => id)).toEqual([survivor.id]);
    const events = await auditOf(ours.organisationId, "merge_accounts");
    expect(events.at(-1)).toMatchObject({ entityId: survivor.id, after: { mergeId, mergedId: merged.id } });
  });

  it("refuses itself, another tenant's, one that is gone, and the second of two at once", async () => {
    const { survivor, merged } = await doubles();
    const foreign = await create({ name: "Foreign" }, theirs);
    expect(await refusalOf(merge(survivor.id, survivor.id))).toMatchObject({
      code: "invalid_input",
      details: { field: "mergedId" },
    });
    expect(await refusalOf(merge(survivor.id, foreign.id))).toMatchObject({
      code: "not_found",
      details: { field: "mergedId" },
    });
    expect(await refusalOf(merge(foreign.id, survivor.id))).toMatchObject({
      code: "not_found",
      details: { field: "survivorId" },
    });
    const both = await Promise.allSettled([merge(survivor.id, merged.id), merge(survivor.id, merged.id)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refusalOf(merge(survivor.id, merged.id))).toMatchObject({
      code: "precondition_failed",
      details: { mergedIntoId: survivor.id },
    });
    const crossed = await doubles();
    const cross = await Promise.allSettled([
      merge(crossed.survivor.id, crossed.merged.id),
      merge(crossed.merged.id, crossed.survivor.id),
    ]);
    expect(cross.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("unmerge_accounts", () => {
  itIsGuarded({
    operation: unmergeAccounts,
    input: async () => {
      const { survivor, merged } = await doubles();
      return { mergeId: (await merge(survivor.id, merged.id)).mergeId };
    },
    caller,
    stranger,
  });

  it("parts them exactly, but for what was changed since", async () => {
    const { survivor, merged } = await doubles();
    const [before, other] = [await profile(survivor.id), await profile(merged.id)];
    const { mergeId } = await merge(survivor.id, merged.id);
    await execute(createNote, ours.caller, { entityId: survivor.id, body: "After" });
    await execute(unmergeAccounts, ours.caller, { mergeId });
    const [after, back] = [await profile(survivor.id), await profile(merged.id)];
    const volatile = { version: 0, updatedAt: "", lastActivityAt: "" };
    expect({ ...after.account, ...volatile }).toEqual({ ...before.account, ...volatile });
    expect({ ...back.account, ...volatile }).toEqual({ ...other.account, ...volatile });
    expect(after.tags).toEqual([]);
    expect(back.tags).toEqual(other.tags);
    expect(back.contacts).toMatchObject([{ isPrimary: true }]);
    expect(after.recentNotes.map(({ body }) => body)).toEqual(["After"]);
    expect(back.recentNotes.map(({ body }) => body)).toEqual(["Wrote"]);
    expect(await systemDb().accountIdentifier.findMany({ where: { accountId: merged.id } })).toMatchObject([
      { kind: "phone", value: merged.phone, isShared: false },
    ]);
    expect((await refusalOf(execute(unmergeAccounts, ours.caller, { mergeId }))).code).toBe("precondition_failed");
  });
});

describe("bookings of merged customers", () => {
  const BOOKED = { id: true, accountId: true } as const;

  it("move to the one who stays and back again; one that was booked since stays", async () => {
    const studio = await openStudio("Merging studio");
    const run = studio.caller;
    const add = async (input: object) => (await execute(createAccount, run, input)).data.account.id;
    const [stays, goes] = [await add({ name: "Stays" }), await add({ name: "Goes" })];
    const book = async (accountId: string, time: string) =>
      (await studio.book(`${studio.day(1)}T${time}`, { customer: { accountId } })).id;
    const before = await book(goes, "10:00");
    const seats = { serviceId: studio.classId, customer: { accountId: stays }, participants: 2 };
    const { occurrenceId } = await studio.book(`${studio.day(2)}T18:00`, seats);
    await execute(joinWaitlist, run, { occurrenceId, customer: { accountId: goes } });
    const where = async () =>
      (
        await systemDb().booking.findMany({
          where: { organisationId: studio.organisationId },
          select: BOOKED,
          orderBy: { id: "asc" },
        })
      ).map(({ id, accountId }) => [id, accountId]);
    const queued = async () =>
      (await systemDb().waitlistEntry.findFirstOrThrow({ where: { organisationId: studio.organisationId } })).accountId;

    const { mergeId, moved } = (await execute(mergeAccounts, run, { survivorId: stays, mergedId: goes })).data;
    expect(moved).toMatchObject({ bookings: 1, waitlist_entries: 1 });
    const since = await book(stays, "12:00");
    expect(await where()).toContainEqual([before, stays]);
    expect(await queued()).toBe(stays);

    await execute(unmergeAccounts, run, { mergeId });
    expect(await where()).toContainEqual([before, goes]);
    expect(await where()).toContainEqual([since, stays]);
    expect(await queued()).toBe(goes);
  });

  it("always belong to a customer of their company: the database refuses any other", async () => {
    const [here, elsewhere] = [await openStudio("Here"), await makeWorkspace("There")];
    const foreign = await create({ name: "Foreign" }, elsewhere);
    const booking = await here.book(`${here.day(1)}T10:00`);
    const point = (accountId: string) =>
      systemDb().booking.updateMany({ where: { id: booking.id }, data: { accountId } });
    await expect(point(foreign.id)).rejects.toMatchObject({ code: "P2003" });
    await expect(point("acc_nobody")).rejects.toMatchObject({ code: "P2003" });
    const { accountId } = await systemDb().booking.findFirstOrThrow({ where: { id: booking.id } });
    await expect(systemDb().account.deleteMany({ where: { id: accountId ?? "" } })).rejects.toMatchObject({
      code: "P2003",
    });
  });
});
