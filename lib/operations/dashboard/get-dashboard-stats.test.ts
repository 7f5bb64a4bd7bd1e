import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded } from "@/e2e/support/operations";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import { createAccount } from "../accounts/create-account";
import { deleteAccount } from "../accounts/delete-account";
import { openStudio } from "../bookings/testing/studio";
import { createDeal } from "../deals/create-deal";
import { createTask } from "../tasks/create-task";
import { localDay } from "../tasks/due";
import { getDashboardStats } from "./get-dashboard-stats";

let ours: TestWorkspace;
let theirs: TestWorkspace;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});
const create = async (input: Record<string, unknown>) =>
  (await execute(createAccount, ours.caller, input)).data.account.id;

describe("get_dashboard_stats", () => {
  itIsGuarded({ operation: getDashboardStats, input: () => ({}), caller: () => ours.caller });

  it("counts customers, members, tasks and deals of this company alone, by its own days", async () => {
    await create({ name: "New", enrollMembership: true });
    await create({ name: "Lead", lifeStage: "lead" });
    const old = await create({ name: "Old" });
    await systemDb().$executeRaw`UPDATE accounts SET created_at = now() - interval '9 days' WHERE id = ${old}`;
    await execute(deleteAccount, ours.caller, { accountId: await create({ name: "Gone" }) });
    await execute(createTask, ours.caller, { title: "Late", dueDate: "2020-01-01" });
    await execute(createTask, ours.caller, { title: "Today", dueDate: localDay("Asia/Hong_Kong") });
    await execute(createTask, ours.caller, { title: "Done", status: "done", dueDate: "2020-01-01" });
    await execute(createDeal, ours.caller, { name: "A", amount: "100.50" });
    await execute(createDeal, ours.caller, { name: "B", amount: "50", stage: "Won" });
    const { customers, ...rest } = (await execute(getDashboardStats, ours.caller, {})).data;
    expect(customers).toMatchObject({ total: 3, newThisWeek: 2, newWeekBefore: 1 });
    expect(customers.byLifeStage).toEqual([
      { name: "active", count: 2 },
      { name: "lead", count: 1 },
    ]);
    expect(customers.newByDay).toHaveLength(30);
    expect(customers.newByDay.at(-1)).toEqual({ date: localDay("Asia/Hong_Kong"), count: 2 });
    expect(customers.newByDay.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(rest).toMatchObject({
      members: { active: 1, newThisWeek: 1 },
      tasks: { open: 2, dueToday: 1, overdue: 1 },
      deals: { open: 1, openAmount: "100.50", wonThisWeek: 1, currency: "HKD" },
      bookings: { today: 0, nextSevenDays: 0 },
      timezone: "Asia/Hong_Kong",
    });
    const other = (await execute(getDashboardStats, theirs.caller, {})).data;
    expect(other.customers.total + other.tasks.open + other.deals.open).toBe(0);
  });

  it("counts the mails about bookings that left this week, those to customers of this company alone", async () => {
    const studio = await openStudio("Mails");
    const { organisationId } = studio;
    const sentThisWeek = async () => (await execute(getDashboardStats, studio.caller, {})).data.messages.sentThisWeek;
    const { id: left } = await studio.book(`${studio.day(1)}T10:00`);
    const { id: longAgo } = await studio.book(`${studio.day(1)}T12:00`);
    expect(await sentThisWeek()).toBe(0);
    const send = (bookingId: string, daysAgo: number) => systemDb().$executeRaw`
      UPDATE outbox_mails SET status = 'sent', sent_at = now() - ${daysAgo}::int * interval '1 day'
      WHERE organisation_id = ${organisationId} AND data->>'bookingId' = ${bookingId}`;
    expect([await send(left, 0), await send(longAgo, 9)]).toEqual([1, 1]);
    await systemDb().outboxMail.create({
      data: {
        id: newId("mail"),
        organisationId,
        template: "team_invite",
        recipient: "x@example.com",
        sentAt: new Date(),
      },
    });
    expect(await sentThisWeek()).toBe(1);
    expect((await execute(getDashboardStats, theirs.caller, {})).data.messages.sentThisWeek).toBe(0);
  });
});
