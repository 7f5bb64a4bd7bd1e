import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { lockRow } from "@/lib/kernel/versions";
import { spoken } from "../bookings/booking";
import type { Interval } from "../bookings/intervals";
import { addDays, localDate } from "../bookings/local-time";
import { notifyCustomers } from "../bookings/notify-customers";
import { changeOccurrence } from "../schedules/change-occurrence";
import { endDate } from "../schedules/end-date";
import { type Occurrence, occurrencesBetween } from "../schedules/occurrences";
import { storeOccurrence } from "../schedules/store-occurrence";
import { type Colleague, freeColleagues } from "./colleagues";

/** Coming class dates of a person in a time, with who could teach each. */
export async function hitClasses(context: TenantContext, staffId: string, span: Interval) {
  const { timezone } = context.caller.workspace;
  const range = { from: addDays(localDate(span.start, timezone), -1), to: localDate(span.end, timezone) };
  const all = await occurrencesBetween(context, { ...range, subjects: [staffId] });
  const hit = all.filter(
    (each) => each.staffId === staffId && each.start < span.end && each.end > span.start && each.start > Date.now(),
  );
  const found = [];
  for (const occurrence of hit) {
    const { serviceId, start, end } = occurrence;
    const need = { serviceId, absentId: staffId, happens: { start, end }, taken: { start, end } };
    found.push({ occurrence, substitutes: await freeColleagues(context, need) });
  }
  return found;
}

/** Gives a class date to the first free colleague, with all who booked it. Throws slot_taken when there is none. */
export async function substituteClass(
  context: TenantContext,
  occurrence: Occurrence,
  [colleague]: readonly Colleague[],
): Promise<void> {
  const { db, caller } = context;
  if (!colleague) {
    throw new OperationError("slot_taken", {
      message: `Nobody is free to teach on ${spoken(occurrence.start, caller.workspace.timezone)}. Nothing was changed.`,
      hint: "Move that class first with update_service_schedule, or use resolve cancel.",
      details: { rule: "noSubstitute", occurrenceId: occurrence.id },
    });
  }
  await storeOccurrence(context, occurrence);
  await lockRow(db, "schedule_occurrences", occurrence.id);
  const row = await db.scheduleOccurrence.findFirstOrThrow({ where: { id: occurrence.id } });
  await notifyCustomers(context, "moved", await changeOccurrence(context, row, { staffId: colleague.staffId }, true));
}

/** Cancels a class date with its bookings, and tells the customers. */
export async function cancelClass(context: TenantContext, occurrence: Occurrence): Promise<void> {
  await storeOccurrence(context, occurrence);
  await notifyCustomers(context, "cancelled", await endDate(context, occurrence.id));
}
