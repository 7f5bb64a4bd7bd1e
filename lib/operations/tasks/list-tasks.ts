import "server-only";
import { z } from "zod";
import type { Prisma } from "@/lib/db/client";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { requireMember } from "../team/find-member";
import { localDay } from "./due";
import { OPEN_STATUSES, TASK_STATUSES, taskFields, taskView, toTaskView } from "./task";
import { WITH_ACCOUNT } from "./task-values";

const DUE = ["overdue", "today", "upcoming", "none"] as const;

/** Which tasks are due when; `today` is the company's day and includes those whose hour has passed. */
function dueCondition(due: (typeof DUE)[number], timezone: string, now = new Date()): Prisma.TaskWhereInput {
  const today = new Date(`${localDay(timezone, now)}T00:00:00Z`);
  return {
    overdue: { dueAt: { lte: now }, status: { in: OPEN_STATUSES } },
    today: { dueDate: today },
    upcoming: { dueDate: { gt: today } },
    none: { dueAt: null },
  }[due];
}

/** What stands behind the last row of a page: later, or at the same time with a later id, or without a due time. */
function behind(last: { id: string; dueAt: Date | null } | null): Prisma.TaskWhereInput {
  if (!last) return {};
  if (!last.dueAt) return { dueAt: null, id: { gt: last.id } };
  return { OR: [{ dueAt: { gt: last.dueAt } }, { dueAt: last.dueAt, id: { gt: last.id } }, { dueAt: null }] };
}

export const listTasks = defineOperation({
  name: "list_tasks",
  title: "List tasks",
  description:
    "Lists tasks, the earliest due first. Without status those still to do; due today or overdue shows what needs attention now, in the company's time zone. Next: get_task, update_task.",
  area: "tasks",
  effect: "read",
  scopes: ["tasks:read"],
  input: z.strictObject({
    status: z
      .enum([...TASK_STATUSES, "open", "all"])
      .default("open")
      .meta({ description: "A status; open: todo and in_progress (default); all: any.", examples: ["open"] }),
    due: z
      .enum(DUE)
      .optional()
      .meta({ description: "overdue, today, upcoming, or none for tasks without a day.", examples: ["today"] }),
    accountId: taskFields.accountId.optional(),
    assigneeId: taskFields.assigneeId.optional(),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(taskView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "task"),

  async run({ db, caller }, { status, due, accountId, assigneeId, limit, cursor }) {
    const { timezone } = caller.workspace;
    const assignee = assigneeId ? await requireMember(db, assigneeId, "assigneeId") : null;
    const last = cursor ? await db.task.findFirst({ where: { id: cursor }, select: { id: true, dueAt: true } }) : null;
    const rows = await db.task.findMany({
      where: {
        AND: [
          { deletedAt: null },
          status === "all" ? {} : { status: status === "open" ? { in: OPEN_STATUSES } : status },
          due ? dueCondition(due, timezone) : {},
          accountId ? { accountId } : {},
          assignee ? { assigneeId: assignee.id } : {},
          behind(last),
        ],
      },
      orderBy: [{ dueAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
      take: limit + 1,
      include: WITH_ACCOUNT,
    });
    return pageOf(
      rows,
      limit,
      (row) => toTaskView(row, timezone),
      ({ id }) => id,
    );
  },
});
