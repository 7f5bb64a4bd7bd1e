import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { type Due, readDue } from "../tasks/due";
import { OPEN_STATUSES } from "../tasks/task";
import { localDate } from "./local-time";
import { type Notice, type NoticeRow, noticeTask } from "./notice";

interface Owner {
  companyId: string;
  createdByLabel: string;
}

/** Makes the task by which a customer without a mailbox is told of a booking; null for one without a phone, too. */
export async function createNoticeTask(
  db: DatabaseClient,
  { companyId, createdByLabel }: Owner,
  row: NoticeRow,
  notice: Notice,
): Promise<{ id: string } | null> {
  const words = noticeTask(row, notice);
  if (!words) return null;
  const { organisationId, accountId, id: bookingId, startsAt, timezone } = row;
  const owner = { organisationId, companyId, createdByLabel, accountId, bookingId };
  const data = { id: newId("task"), ...owner, ...words, ...dueBefore(startsAt, timezone) };
  return db.task.create({ data, select: { id: true } });
}

/** Ends what is still to be told of bookings: something newer happened to them, and two messages would contradict each other. */
export async function closeNoticeTasks(
  db: DatabaseClient,
  organisationId: string,
  bookingIds: readonly string[],
): Promise<void> {
  await db.task.updateMany({
    where: { organisationId, bookingId: { in: [...bookingIds] }, status: { in: OPEN_STATUSES }, deletedAt: null },
    data: { status: "cancelled", version: { increment: 1 } },
  });
}

/** Today, or the day of `from`; sooner when what it is about comes sooner. */
export function dueBefore(moment: Date, timezone: string, from = Date.now()): Due | Record<string, never> {
  const today = readDue(localDate(from, timezone), timezone);
  return today && today.dueAt < moment ? today : (readDue(moment.toISOString(), timezone) ?? {});
}
