import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { cancelBooking } from "../bookings/cancel-booking";
import { joinWaitlist } from "../bookings/join-waitlist";
import { openStudio } from "../bookings/testing/studio";
import { createAccount } from "./create-account";
import { deleteAccount } from "./delete-account";
import { restoreAccount } from "./restore-account";
import { searchMembers } from "./search-members";

let ours: TestWorkspace;
let theirs: TestWorkspace;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});
const create = async (input: Record<string, unknown>) =>
  (await execute(createAccount, ours.caller, input)).data.account;
const remove = async (accountId: string) => (await execute(deleteAccount, ours.caller, { accountId })).data.account;
const restore = async (input: Record<string, unknown>) =>
  (await execute(restoreAccount, ours.caller, input)).data.account;
const found = async (search: string) =>
  (await execute(searchMembers, ours.caller, { search })).data.items.map(({ id }) => id);

describe("delete_account", () => {
  itIsGuarded({
    operation: deleteAccount,
    input: async () => ({ accountId: (await create({ name: "Guarded" })).id }),
    caller: () => ours.caller,
    stranger: () => theirs.caller,
  });

  it("takes the customer out of searches, releases the phone, keeps the history", async () => {
    const { id } = await create({ name: "Gone Girl", phone: "5444 4444" });
    expect((await remove(id)).deletedAt).not.toBeNull();
    expect(await found("Gone Girl")).toEqual([]);
    expect((await create({ name: "Successor", phone: "5444 4444" })).phone).toBe("+85254444444");
    const events = await auditOf(ours.organisationId, "delete_account");
    expect(events.find(({ entityId }) => entityId === id)).toMatchObject({ before: { name: "Gone Girl" } });
    expect((await refusalOf(remove(id))).code).toBe("not_found");
  });
});

it("counts the visits of a deleted customer that still stand, and passes them over on a wait-list until restored", async () => {
  const studio = await openStudio("Deleting studio");
  const accountId = (await execute(createAccount, studio.caller, { name: "Waits", email: "waits@example.com" })).data
    .account.id;
  await studio.book(`${studio.day(1)}T10:00`, { customer: { accountId } });
  const seats = { serviceId: studio.classId, participants: 2 };
  const { id: bookingId, occurrenceId } = await studio.book(`${studio.day(4)}T18:00`, seats);
  await execute(joinWaitlist, studio.caller, { occurrenceId, customer: { accountId } });
  const deleted = await execute(deleteAccount, studio.caller, { accountId });
  expect(deleted.data.comingBookings).toBe(1);
  expect(deleted.summary).toContain("1 coming booking stands");
  expect((await execute(cancelBooking, studio.caller, { bookingId })).data.offers).toEqual([]);
  await execute(restoreAccount, studio.caller, { accountId });
  const { id: again } = await studio.book(`${studio.day(4)}T18:00`, { ...seats, participants: 1 });
  expect((await execute(cancelBooking, studio.caller, { bookingId: again })).data.offers).toMatchObject([
    { name: "Waits" },
  ]);
});

describe("restore_account", () => {
  itIsGuarded({
    operation: restoreAccount,
    input: async () => ({ accountId: (await remove((await create({ name: "Guarded" })).id)).id }),
    caller: () => ours.caller,
    stranger: () => theirs.caller,
  });

  it("brings the customer back into searches", async () => {
    const { id } = await create({ name: "Back Again" });
    await remove(id);
    expect((await restore({ accountId: id })).deletedAt).toBeNull();
    expect(await found("Back Again")).toEqual([id]);
    expect((await refusalOf(restore({ accountId: id }))).code).toBe("precondition_failed");
  });

  it("asks when somebody took the phone meanwhile", async () => {
    const { id } = await create({ name: "Was First", phone: "5555 6666" });
    await remove(id);
    await create({ name: "Now Has It", phone: "5555 6666" });
    expect((await refusalOf(restore({ accountId: id }))).code).toBe("possible_duplicate");
    expect((await restore({ accountId: id, onDuplicate: "share" })).phone).toBe("+85255556666");
  });
});
