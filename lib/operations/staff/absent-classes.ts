import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { lockRow } from "@/lib/kernel/versions";
import type { Interval } from "../bookings/intervals";
import { addDays, localDate } from "../bookings/local-time";
import { notifyCustomers } from "../bookings/notify-customers";
import { tellWaiting } from "../bookings/tell-waiting";
import type { Told } from "../bookings/told";
import { changeOccurrence } from "../schedules/change-occurrence";
import { endDate } from "../schedules/end-date";
import { type Occurrence, occurrencesBetween, serviceNames } from "../schedules/occurrences";
import { storeOccurrence } from "../schedules/store-occurrence";
import { withoutTaken } from "../schedules/taken-times";
import { type Colleague, freeColleagues } from "./colleagues";

/** Coming class dates of a person in a time, with the service's name and who could teach each. */
export async function hitClasses(context: TenantContext, staffId: string, span: Interval) {
  const { timezone } = context.caller.workspace;
  const range = { from: addDays(localDate(span.start, timezone), -1), to: localDate(span.end, timezone) };
  // What cannot take place anyway needs no substitute.
  const all = await withoutTaken(context, await occurrencesBetween(context, { ...range, subjects: [staffId] }));
  const hit = all.filter(
    (each) => each.staffId === staffId && each.start < span.end && each.end > span.start && each.start > Date.now(),
  );
  const names = await serviceNames(context, hit);
  const found = [];
  for (const occurrence of hit) {
    const { serviceId, start, end } = occurrence;
    const need = { serviceId, absentId: staffId, happens: { start, end }, taken: { start, end } };
    const substitutes = await freeColleagues(context, need);
    found.push({ occurrence, serviceName: names.get(serviceId) ?? "", substitutes });
  }
  return found;
}

/** Gives a class date to the first free colleague, and tells all who booked it. Without a colleague it stays. */
export async function substituteClass(
  context: TenantContext,
  occurrence: Occurrence,
  [colleague]: readonly Colleague[],
): Promise<{ givenTo: Colleague | null; told: Told[] }> {
  if (!colleague) return { givenTo: null, told: [] };
  const { db } = context;
  await storeOccurrence(context, occurrence);
  await lockRow(db, "schedule_occurrences", occurrence.id);
  const row = await db.scheduleOccurrence.findFirstOrThrow({ where: { id: occurrence.id } });
  const { guests } = await changeOccurrence(context, row, { staffId: colleague.staffId }, true);
  const ids = guests.map(({ bookingId }) => bookingId);
  return { givenTo: colleague, told: await notifyCustomers(context, "substituted", ids) };
}

/** Cancels a class date with its bookings, and tells who had a place or waited for one. */
export async function cancelClass(context: TenantContext, occurrence: Occurrence): Promise<Told[]> {
  await storeOccurrence(context, occurrence);
  const { booked, waited } = await endDate(context, occurrence.id);
  return [
    ...(await notifyCustomers(context, "cancelled", booked)),
    ...(await tellWaiting(context, "cancelled", waited)),
  ];
}
