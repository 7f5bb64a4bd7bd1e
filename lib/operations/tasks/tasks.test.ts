import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { deleteAccount } from "../accounts/delete-account";
import { createTask } from "./create-task";
import { deleteTask } from "./delete-task";
import { localDay, readDue } from "./due";
import { getCrmTask } from "./get-crm-task";
import { getTask } from "./get-task";
import { listTasks } from "./list-tasks";
import { restoreTask } from "./restore-task";
import { updateTask } from "./update-task";

let ours: TestWorkspace;
let theirs: TestWorkspace;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const add = async (input: Record<string, unknown>) =>
  (await execute(createTask, ours.caller, { title: "Task", ...input })).data.task;
const titles = async (input: Record<string, unknown>) =>
  (await execute(listTasks, ours.caller, { limit: 100, ...input })).data.items.map(({ title }) => title);

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});

describe("readDue", () => {
  it("ends a day at the next local midnight, also when the clocks change", () => {
    expect(readDue("2026-05-11", "Asia/Hong_Kong")?.dueAt.toISOString()).toBe("2026-05-11T16:00:00.000Z");
    expect(readDue("2026-10-24", "Europe/Berlin")?.dueAt.toISOString()).toBe("2026-10-24T22:00:00.000Z");
    expect(readDue("2026-10-25", "Europe/Berlin")?.dueAt.toISOString()).toBe("2026-10-25T23:00:00.000Z");
    expect(readDue("2026-05-11T15:00", "Asia/Hong_Kong")?.dueAt.toISOString()).toBe("2026-05-11T07:00:00.000Z");
    expect(readDue("2026-05-11T20:00:00Z", "Asia/Hong_Kong")?.dueDate.toISOString()).toContain("2026-05-12");
    for (const bad of ["2026-02-30", "tomorrow", "2026-05-11T25:00", ""]) expect(readDue(bad, "UTC")).toBeNull();
  });
});

describe("tasks", () => {
  const own = async () => ({ taskId: (await add({ title: "Guarded" })).id });
  describe("create_task", () => itIsGuarded({ operation: createTask, input: () => ({ title: "x" }), caller }));
  describe("list_tasks", () => itIsGuarded({ operation: listTasks, input: () => ({}), caller }));
  describe("get_task", () => itIsGuarded({ operation: getTask, input: own, caller, stranger }));
  describe("get_crm_task", () => itIsGuarded({ operation: getCrmTask, input: own, caller, stranger }));
  describe("update_task", () =>
    itIsGuarded({
      operation: updateTask,
      input: async () => ({ ...(await own()), status: "done" }),
      caller,
      stranger,
    }));
  describe("delete_task", () => itIsGuarded({ operation: deleteTask, input: own, caller, stranger }));
  describe("restore_task", () =>
    itIsGuarded({
      operation: restoreTask,
      input: async () => ({ taskId: (await execute(deleteTask, ours.caller, await own())).data.task.id }),
      caller,
      stranger,
    }));

  it("show the customer to follow up with, to staff with a masked phone, and nobody when it is gone", async () => {
    const customer = { name: "Follow Me", email: "follow@example.com", phone: "+852 9123 1234" };
    const accountId = (await execute(createAccount, ours.caller, customer)).data.account.id;
    const task = await add({ title: "Call back", accountId, dueDate: "2099-05-11" });
    const show = async (taskId: string, as = ours.caller) => (await execute(getCrmTask, as, { taskId })).data;
    expect(await show(task.id)).toMatchObject({
      task: { dueAt: "2099-05-11T16:00:00.000Z", timezone: "Asia/Hong_Kong" },
      customer: { id: accountId, email: "follow@example.com", phone: "+85291231234" },
    });
    expect((await show(task.id, { ...ours.caller, role: "staff" })).customer?.phone).toBe("+852•••••234");
    await execute(deleteAccount, ours.caller, { accountId });
    expect((await show(task.id)).customer).toBeNull();
    expect((await show((await add({ title: "About nobody" })).id)).customer).toBeNull();
  });

  it("are due in the company's zone, about a customer, for a member, and audited", async () => {
    const { account } = (await execute(createAccount, ours.caller, { name: "Anna" })).data;
    const member = await systemDb().membership.findFirstOrThrow({ where: { organisationId: ours.organisationId } });
    const task = await add({ title: "Call", dueDate: "2031-05-11", accountId: account.id, assigneeId: member.id });
    expect(task).toMatchObject({
      dueDate: "2031-05-11",
      dueAt: "2031-05-11T16:00:00.000Z",
      timezone: "Asia/Hong_Kong",
      accountName: "Anna",
      isOverdue: false,
      status: "todo",
    });
    expect(await titles({ accountId: account.id })).toEqual(["Call"]);
    expect(await titles({ accountId: account.id, assigneeId: member.id })).toEqual(["Call"]);
    expect((await auditOf(ours.organisationId, "create_task")).some(({ entityId }) => entityId === task.id)).toBe(true);
    expect((await execute(getTask, ours.caller, { taskId: task.id })).data.task).toEqual(task);
  });

  it("take a weekday before the day, check it, and answer with it", async () => {
    expect(await add({ dueDate: "Friday 2026-12-04T10:00" })).toMatchObject({
      dueDate: "2026-12-04T10:00",
      dueSpoken: "Friday 2026-12-04 10:00",
    });
    const { summary } = await execute(createTask, ours.caller, { title: "Call", dueDate: "Fri 2026-12-04" });
    expect(summary).toContain("due Friday 2026-12-04");
    for (const dueDate of ["Thursday 2026-12-04", "Saturday 2026-12-04T23:30"]) {
      const error = await refusalOf(add({ dueDate }));
      expect(error.message).toContain("dueDate: the weekday does not fit the date, which is Friday 2026-12-04");
    }
  });

  it("are for the person behind the key unless told otherwise", async () => {
    const own = await systemDb().membership.findFirst({ where: { organisationId: ours.organisationId } });
    expect((await add({})).assigneeId).toBe(own?.id);
    expect((await add({ assigneeId: null })).assigneeId).toBeNull();
  });

  it("name bad values and ids of others", async () => {
    expect(await refusalOf(add({ dueDate: "2026-02-30" }))).toMatchObject({
      code: "invalid_input",
      details: { field: "dueDate" },
    });
    expect(await refusalOf(add({ priority: "asap" }))).toMatchObject({ details: { field: "priority" } });
    expect(await refusalOf(add({ accountId: "acc_none" }))).toMatchObject({
      code: "not_found",
      details: { field: "accountId" },
    });
    expect(await refusalOf(add({ assigneeId: "mem_none" }))).toMatchObject({ code: "not_found" });
  });

  it("list by when they are due, the earliest first, page by page", async () => {
    const today = localDay("Asia/Hong_Kong");
    await add({ title: "Late", dueDate: "2020-01-01" });
    await add({ title: "Today", dueDate: today });
    await add({ title: "Someday" });
    expect(await titles({ due: "overdue" })).toEqual(["Late"]);
    expect(await titles({ due: "today" })).toEqual(["Today"]);
    expect((await titles({}))[0]).toBe("Late");
    expect(await titles({ due: "none" })).toContain("Someday");
    const all = await titles({});
    const paged: string[] = [];
    for (let cursor: string | undefined, page = 0; page === 0 || cursor; page++) {
      const answer = (await execute(listTasks, ours.caller, { limit: 2, cursor })).data;
      paged.push(...answer.items.map(({ title }) => title));
      cursor = answer.nextCursor;
    }
    expect(paged).toEqual(all);
  });

  it("are finished, reopened, and report the conflict", async () => {
    const { id } = await add({ title: "Finish", dueDate: "2020-01-01T10:00" });
    const update = async (input: Record<string, unknown>) =>
      (await execute(updateTask, ours.caller, { taskId: id, ...input })).data.task;
    expect(await update({ status: "done", expectedVersion: 1 })).toMatchObject({
      status: "done",
      completedAt: expect.any(String),
      isOverdue: false,
    });
    expect((await refusalOf(update({ title: "x", expectedVersion: 1 }))).code).toBe("version_conflict");
    expect(await titles({ status: "done" })).toContain("Finish");
    expect(await update({ status: "todo", dueDate: null })).toMatchObject({
      completedAt: null,
      dueDate: null,
      dueAt: null,
    });
  });

  it("go and come back, and are made once when repeated with an idempotencyKey", async () => {
    const input = { title: "Once", idempotencyKey: "task-once-1" };
    const { id } = await add(input);
    await add(input);
    expect((await titles({})).filter((title) => title === "Once")).toHaveLength(1);
    await execute(deleteTask, ours.caller, { taskId: id });
    expect(await titles({ status: "all" })).not.toContain("Once");
    await execute(restoreTask, ours.caller, { taskId: id });
    expect(await titles({})).toContain("Once");
  });
});
