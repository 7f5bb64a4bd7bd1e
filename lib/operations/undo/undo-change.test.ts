import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace, withScopes } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import type { AnyOperation } from "@/lib/kernel/operation";
import { createAccount } from "../accounts/create-account";
import { deleteAccount } from "../accounts/delete-account";
import { getMemberProfile } from "../accounts/get-member-profile";
import { mergeAccounts } from "../accounts/merge-accounts";
import { updateAccount } from "../accounts/update-account";
import { setConsent } from "../consent/set-consent";
import { createCustomField } from "../custom-fields/create-custom-field";
import { setCustomFieldValues } from "../custom-fields/set-custom-field-values";
import { createDeal } from "../deals/create-deal";
import { createPipeline } from "../deals/create-pipeline";
import { getDeal } from "../deals/get-deal";
import { listPipelines } from "../deals/list-pipelines";
import { updateDealStage } from "../deals/update-deal-stage";
import { updatePipeline } from "../deals/update-pipeline";
import { createSegment } from "../segments/create-segment";
import { getSegment } from "../segments/get-segment";
import { setSegmentMembers } from "../segments/set-segment-members";
import { updateSegment } from "../segments/update-segment";
import { attachTags } from "../tags/attach-tags";
import { createTag } from "../tags/create-tag";
import { detachTags } from "../tags/detach-tags";
import { createTask } from "../tasks/create-task";
import { getTask } from "../tasks/get-task";
import { updateTask } from "../tasks/update-task";
import { undoChange } from "./undo-change";

let ours: TestWorkspace;
let theirs: TestWorkspace;
const caller = () => ours.caller;
const run = async (operation: AnyOperation, input: Record<string, unknown>) =>
  (await execute(operation, ours.caller, input)).data as Record<string, Record<string, unknown>>;
const create = async (input: Record<string, unknown>) =>
  (await execute(createAccount, ours.caller, input)).data.account;
const latest = async (operation: AnyOperation) => {
  const eventId = (await auditOf(ours.organisationId, operation.name))
    .filter(({ outcome }) => outcome === "done")
    .at(-1)?.id;
  return { eventId };
};
const undo = async (operation: AnyOperation) => (await execute(undoChange, ours.caller, await latest(operation))).data;
const profile = async (accountId: string) => (await execute(getMemberProfile, ours.caller, { accountId })).data;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});

describe("undo_change", () => {
  itIsGuarded({
    operation: undoChange,
    input: async () => {
      await create({ name: "Guarded" });
      return latest(createAccount);
    },
    caller,
    stranger: () => theirs.caller,
  });

  it("takes an update back to the letter, marks the event, and can itself be undone", async () => {
    const { id } = await create({
      name: "Anna",
      email: "anna@example.com",
      phone: "9123 4567",
      address: "Here",
      dateOfBirth: "1990-05-11",
    });
    const before = (await profile(id)).account;
    await run(updateAccount, {
      accountId: id,
      name: "Hannah",
      email: null,
      phone: "9888 7777",
      address: null,
      dateOfBirth: null,
      lifeStage: "vip",
    });
    const answer = await undo(updateAccount);
    const same = { version: 0, updatedAt: "" };
    const phoneOriginal = expect.any(String);
    expect({ ...(await profile(id)).account, ...same }).toEqual({ ...before, ...same, phoneOriginal });
    const events = await auditOf(ours.organisationId, "update_account");
    expect(events.find((event) => event.id === answer.eventId)?.undoneByEventId).toBe(answer.undoneByEventId);
    expect(events.at(-1)?.id).toBe(answer.undoneByEventId);
    await execute(undoChange, ours.caller, { eventId: answer.undoneByEventId });
    expect((await profile(id)).account).toMatchObject({ name: "Hannah", email: null, lifeStage: "vip" });
  });

  it("takes creation, deletion and merge back", async () => {
    const { id } = await create({ name: "Made" });
    await undo(createAccount);
    expect((await profile(id)).account.deletedAt).not.toBeNull();
    const kept = await create({ name: "Kept", phone: "9777 0000" });
    await run(deleteAccount, { accountId: kept.id });
    await undo(deleteAccount);
    expect((await profile(kept.id)).account.deletedAt).toBeNull();
    const other = await create({ name: "Double", address: "There" });
    await run(mergeAccounts, { survivorId: kept.id, mergedId: other.id });
    await undo(mergeAccounts);
    expect((await profile(other.id)).account).toMatchObject({ deletedAt: null, address: "There" });
    expect((await profile(kept.id)).account.address).toBeNull();
  });

  it("takes tags, tasks, deals, pipelines, segments and field values back", async () => {
    const { id } = await create({ name: "Many" });
    const tagId = (await run(createTag, { name: "Undone" })).tag?.id;
    await run(attachTags, { accountId: id, tagIds: [tagId] });
    await undo(attachTags);
    expect((await profile(id)).tags).toEqual([]);
    await run(attachTags, { accountId: id, tagIds: [tagId] });
    await run(detachTags, { accountId: id, tagIds: [tagId] });
    await undo(detachTags);
    expect((await profile(id)).tags).toHaveLength(1);

    const taskId = (await run(createTask, { title: "Call", dueDate: "2031-05-11T15:00" })).task?.id;
    await run(updateTask, { taskId, dueDate: null, status: "done" });
    await undo(updateTask);
    expect((await run(getTask, { taskId })).task).toMatchObject({
      dueDate: "2031-05-11T15:00",
      status: "todo",
      completedAt: null,
    });

    const dealId = (await run(createDeal, { name: "Deal" })).deal?.id;
    await run(updateDealStage, { dealId, stage: "Won" });
    await undo(updateDealStage);
    expect((await run(getDeal, { dealId })).deal).toMatchObject({ stage: "Lead", closedAt: null });

    const stages = [
      { name: "A", probability: 1 },
      { name: "W", probability: 100, outcome: "won" },
      { name: "L", probability: 0, outcome: "lost" },
    ];
    const made = (await execute(createPipeline, ours.caller, { name: "P", stages })).data.pipeline;
    await run(updatePipeline, { pipelineId: made.id, name: "Q", stages });
    await undo(updatePipeline);
    const pipelines = (await execute(listPipelines, ours.caller, {})).data.items;
    expect(pipelines.find((each) => each.id === made.id)).toMatchObject({ name: "P", stages: made.stages });

    const criteria = { field: "lifeStage", op: "is", value: "vip" };
    const segmentId = (await run(createSegment, { name: "S", criteria })).segment?.id;
    await run(updateSegment, { segmentId, criteria: null });
    await undo(updateSegment);
    expect((await run(getSegment, { segmentId })).segment).toMatchObject({ criteria });
    await run(setSegmentMembers, { segmentId, accountIds: [id] });
    expect((await refusalOf(undo(setSegmentMembers))).code).toBe("precondition_failed");

    await run(createCustomField, { entityType: "account", fieldName: "n", fieldLabel: "N", fieldType: "number" });
    const values = (n: unknown) => run(setCustomFieldValues, { entityType: "account", entityId: id, values: { n } });
    await values(1);
    await values(2);
    await undo(setCustomFieldValues);
    expect((await profile(id)).customFields).toMatchObject([{ values: ["1"] }]);
  });

  it("refuses what was built upon, what is undone, what stays, and what the key may not do", async () => {
    const { id } = await create({ name: "Layers" });
    await run(updateAccount, { accountId: id, firstName: "One" });
    const first = await latest(updateAccount);
    await run(updateAccount, { accountId: id, firstName: "Two" });
    const second = await latest(updateAccount);
    const attempt = (input: unknown) => refusalOf(execute(undoChange, ours.caller, input));
    expect(await attempt(first)).toMatchObject({ code: "precondition_failed", details: { eventId: second.eventId } });
    await execute(undoChange, ours.caller, second);
    expect((await attempt(second)).message).toContain("already undone");
    await execute(undoChange, ours.caller, first);
    expect((await profile(id)).account.firstName).toBeNull();
    await run(setConsent, {
      accountId: id,
      channel: "sms",
      purpose: "service",
      status: "withdrawn",
      source: "message",
    });
    expect((await attempt(await latest(setConsent))).message).toContain("cannot be undone");
    await run(updateAccount, { accountId: id, firstName: "Three" });
    const reader = withScopes(ours.caller, ["activity:read", "contacts:read"]);
    const error = await refusalOf(execute(undoChange, reader, await latest(updateAccount)));
    expect(error).toMatchObject({ code: "scope_missing", details: { scope: "contacts:write" } });
    expect((await profile(id)).account.firstName).toBe("Three");
  });

  it("undoes once when asked twice at once", async () => {
    const { id } = await create({ name: "Twice" });
    await run(updateAccount, { accountId: id, firstName: "X" });
    const event = await latest(updateAccount);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => execute(undoChange, ours.caller, event)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
