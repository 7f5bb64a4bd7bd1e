import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { addDays } from "../bookings/local-time";
import { dateText, occurrenceIdOf, type ScheduleRow, toDate } from "./schedule";

/**
 * Ends a schedule before a date and lets a new one with the same rule go on from there. Dates that were booked already move
 * over with their bookings, wait-list, teacher and room. Returns the new schedule's id.
 */
export async function splitSchedule(context: TenantContext, schedule: ScheduleRow, from: string): Promise<string> {
  const { db, caller } = context;
  const { organisationId, companyId } = caller.workspace;
  const id = newId("sch");
  const { id: _old, version: _version, ...rule } = schedule;
  const { serviceId, staffId, resourceId, startMinute, endMinute, recurrence, byWeekday, recurrenceInterval } = rule;
  const { recurrenceEndDate, maxCapacity, notes } = rule;
  await db.serviceSchedule.create({
    data: {
      organisationId,
      companyId,
      id,
      date: toDate(from),
      serviceId,
      staffId,
      resourceId,
      startMinute,
      endMinute,
      recurrence,
      byWeekday,
      recurrenceInterval,
      recurrenceEndDate,
      maxCapacity,
      notes,
    },
  });
  await db.serviceSchedule.update({
    where: { organisationId_id: { organisationId, id: schedule.id } },
    data: { recurrenceEndDate: toDate(addDays(from, -1)), version: { increment: 1 } },
  });
  const stored = await db.scheduleOccurrence.findMany({
    where: { scheduleId: schedule.id, date: { gte: toDate(from) } },
  });
  for (const row of stored) {
    const newOccurrenceId = occurrenceIdOf(id, dateText(row.date));
    await db.scheduleOccurrence.create({ data: { ...row, id: newOccurrenceId, scheduleId: id } });
    const moved = { where: { occurrenceId: row.id }, data: { occurrenceId: newOccurrenceId } };
    await db.booking.updateMany(moved);
    await db.waitlistEntry.updateMany(moved);
    await db.$executeRaw`UPDATE booking_allocations SET holder_id = ${newOccurrenceId} WHERE holder_id = ${row.id}`;
    await db.$executeRaw`UPDATE booking_allocations SET subject_id = ${newOccurrenceId} WHERE subject_id = ${row.id}`;
    await db.scheduleOccurrence.delete({ where: { organisationId_id: { organisationId, id: row.id } } });
  }
  return id;
}
