import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { TenantContext } from "@/lib/kernel/context";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { requireAccount } from "../accounts/account-values";
import { requireWeekday } from "../bookings/start-time";
import { takeWeekday } from "../bookings/stated-weekday";
import { requireMember } from "../team/find-member";
import { readDue } from "./due";

interface TaskValues {
  dueDate?: string | null | undefined;
  status?: string | undefined;
  accountId?: string | null | undefined;
  assigneeId?: string | null | undefined;
}

export const WITH_ACCOUNT = { account: { select: { name: true } } } as const;

/** The live task. Throws not_found. */
export async function requireTask(db: DatabaseClient, id: string) {
  const row = await db.task.findFirst({ where: { id, deletedAt: null }, include: WITH_ACCOUNT });
  if (!row) throw noSuch("taskId", "task", "list_tasks");
  return row;
}

/** The columns that need reading or checking: when it is due, whether it is done, whose it is. */
export async function taskColumns(
  { db, caller }: TenantContext,
  { dueDate, status, accountId, assigneeId }: TaskValues,
) {
  if (accountId) await requireAccount(db, accountId);
  const assignee = assigneeId ? await requireMember(db, assigneeId, "assigneeId") : null;
  return {
    ...(dueDate === undefined ? {} : dueColumns(dueDate, caller.workspace.timezone)),
    ...(status === undefined ? {} : { status, completedAt: status === "done" ? new Date() : null }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(assigneeId === undefined ? {} : { assigneeId: assignee?.id ?? null }),
  };
}

function dueColumns(text: string | null, timezone: string) {
  if (text === null) return { dueDate: null, dueAt: null, hasDueTime: false };
  const { weekday, rest } = takeWeekday(text);
  const due = readDue(rest, timezone);
  if (!due) throw invalidField("dueDate", "must be a day as YYYY-MM-DD, or YYYY-MM-DDTHH:mm", "2026-05-11");
  // A day is due at its end, which is the next day's beginning.
  requireWeekday(due.dueAt.getTime() - (due.hasDueTime ? 0 : 1), timezone, weekday, "dueDate");
  return due;
}
