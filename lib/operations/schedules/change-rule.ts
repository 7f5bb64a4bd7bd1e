import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { lockRow } from "@/lib/kernel/versions";
import { HOLDING, spoken } from "../bookings/booking";
import { happensOn } from "../bookings/recurrence";
import { type ChangedDates, changeOccurrence, type OccurrenceChange } from "./change-occurrence";
import { endDate } from "./end-date";
import { dateText, type RECURRENCES, ruleOf, toDate } from "./schedule";

/** What changes about when a class repeats; what is absent stays. */
export interface RuleChange {
  recurrence?: (typeof RECURRENCES)[number] | undefined;
  byWeekday?: number[] | undefined;
  recurrenceInterval?: number | undefined;
  recurrenceEndDate?: string | null | undefined;
}

export interface RuleWish {
  change: OccurrenceChange;
  rule: RuleChange;
  notes?: string | null | undefined;
  cancelBookings: boolean;
}

/**
 * Changes a schedule and its coming stored dates; dates that were changed by themselves keep what was said of them. Dates on
 * which the new rule does not happen are ended. Returns whom it concerns: those of moved dates, and of dates that ended.
 */
export async function changeRule(context: TenantContext, scheduleId: string, wish: RuleWish) {
  const { db, caller } = context;
  const { organisationId } = caller.workspace;
  const { capacity, ...change } = wish.change;
  await db.serviceSchedule.update({
    where: { organisationId_id: { organisationId, id: scheduleId } },
    data: {
      ...change,
      ...(await rowOf(context, scheduleId, wish.rule)),
      maxCapacity: capacity,
      notes: wish.notes,
      version: { increment: 1 },
    },
  });
  const row = await db.serviceSchedule.findFirstOrThrow({ where: { id: scheduleId } });
  const coming = await db.scheduleOccurrence.findMany({
    where: { scheduleId, status: "active", startsAt: { gt: new Date() } },
    orderBy: { id: "asc" },
  });
  const stays = ({ date }: { date: Date }) => happensOn(ruleOf(row), dateText(date));
  const gone = coming.filter((each) => !stays(each));
  if (!wish.cancelBookings) await requireUnbooked(context, gone);
  const ended: Awaited<ReturnType<typeof endDate>>[] = [];
  for (const { id } of gone) ended.push(await endDate(context, id));
  const moved: ChangedDates[] = [];
  for (const { id } of coming.filter((each) => stays(each) && !each.isOverride)) {
    await lockRow(db, "schedule_occurrences", id);
    const stored = await db.scheduleOccurrence.findFirstOrThrow({ where: { id } });
    moved.push(await changeOccurrence(context, stored, wish.change, false));
  }
  return {
    moved: { guests: moved.flatMap(({ guests }) => guests), waiting: moved.flatMap(({ waiting }) => waiting) },
    ended: { booked: ended.flatMap(({ booked }) => booked), waited: ended.flatMap(({ waited }) => waited) },
  };
}

/** The columns of a changed rule. Throws invalid_input for what cannot be together. */
async function rowOf({ db }: TenantContext, scheduleId: string, rule: RuleChange) {
  const before = await db.serviceSchedule.findFirstOrThrow({ where: { id: scheduleId } });
  const { recurrenceEndDate: end, ...rest } = rule;
  const recurrence = rule.recurrence ?? before.recurrence;
  // Weekdays belong to a weekly rule; with another rhythm they would only confuse.
  const byWeekday = rule.byWeekday ?? (recurrence === "weekly" ? before.byWeekday : []);
  if (byWeekday.length > 0 && recurrence !== "weekly") throw wrong("byWeekday", "is only for recurrence weekly");
  if (end && end < dateText(before.date)) throw wrong("recurrenceEndDate", "must not be before the first date");
  return { ...rest, byWeekday, ...(end === undefined ? {} : { recurrenceEndDate: end === null ? null : toDate(end) }) };
}

async function requireUnbooked(context: TenantContext, gone: readonly { id: string }[]): Promise<void> {
  const booked = await context.db.booking.findMany({
    where: { occurrenceId: { in: gone.map(({ id }) => id) }, status: { in: [...HOLDING] } },
    orderBy: { startsAt: "asc" },
    select: { startsAt: true, timezone: true },
  });
  if (booked.length === 0) return;
  const dates = [...new Set(booked.map(({ startsAt, timezone }) => spoken(startsAt.getTime(), timezone)))];
  throw new OperationError("precondition_failed", {
    reason: "bookedDates",
    message: `${countOf(booked.length, "person has", "people have")} booked dates on which the new rule does not happen.`,
    hint: "Show the user details.dates; repeat with cancelBookings true to cancel those bookings and tell the customers, or move them first with reschedule_booking.",
    details: { bookings: booked.length, dates: dates.slice(0, 20) },
  });
}

function wrong(field: string, rule: string): OperationError {
  return new OperationError("invalid_input", {
    message: `${field}: ${rule}`,
    details: { field, fields: [{ field, rule }] },
  });
}
