import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { claim } from "../bookings/allocations";
import { HOLDING } from "../bookings/booking";
import { languagesOf } from "../bookings/customer-languages";
import type { Interval } from "../bookings/intervals";
import { MINUTE_MS } from "../bookings/local-time";
import { noticeText } from "../bookings/notice";
import { notifyCustomers } from "../bookings/notify-customers";
import type { Told } from "../bookings/told";
import { type Colleague, freeColleagues } from "./colleagues";

/** Coming appointments of a person in a time, in order. */
export async function hitAppointments({ db }: TenantContext, staffId: string, span: Interval) {
  return db.booking.findMany({
    where: {
      staffId,
      occurrenceId: null,
      status: { in: [...HOLDING] },
      startsAt: { lt: new Date(span.end) },
      endsAt: { gt: new Date(Math.max(span.start, Date.now())) },
    },
    orderBy: { startsAt: "asc" },
    include: { service: true },
  });
}

type HitAppointment = Awaited<ReturnType<typeof hitAppointments>>[number];

/** Who could take an appointment of somebody who is absent. */
export function substitutesFor(context: TenantContext, absentId: string, booking: HitAppointment) {
  const { serviceId, startsAt, endsAt } = booking;
  const happens = { start: startsAt.getTime(), end: endsAt.getTime() };
  return freeColleagues(context, { serviceId, absentId, happens, taken: takenBy(booking) });
}

/** The time a booking takes of a person, with the service's buffers. */
function takenBy({ startsAt, endsAt, service }: HitAppointment): Interval {
  return {
    start: startsAt.getTime() - service.bufferBeforeMinutes * MINUTE_MS,
    end: endsAt.getTime() + service.bufferAfterMinutes * MINUTE_MS,
  };
}

/** What each customer will read in the language they are written to, for the user to read before anything happens. */
export async function messagesFor({ db, caller }: TenantContext, bookings: readonly HitAppointment[]) {
  const { companyName: businessName, language } = caller.workspace;
  const languages = await languagesOf(db, bookings);
  return (booking: HitAppointment, [colleague]: readonly Colleague[]) => {
    const row = {
      ...booking,
      serviceName: booking.service.name,
      staffName: colleague?.name ?? null,
      businessName,
      language: languages.get(booking.accountId ?? "") ?? language,
    };
    return {
      ifSubstituted: colleague ? noticeText(row, "substituted") : null,
      ifCancelled: noticeText(row, "cancelled"),
    };
  };
}

/** Gives an appointment to the first colleague who is still free, and tells the customer. Null for both when nobody is: it stays. */
export async function substituteAppointment(
  context: TenantContext,
  booking: HitAppointment,
  colleagues: readonly Colleague[],
): Promise<{ givenTo: Colleague | null; told: Told | null }> {
  const { db, caller } = context;
  const { organisationId } = caller.workspace;
  for (const colleague of colleagues) {
    const wanted = { ...takenBy(booking), subjectType: "staff" as const, subjectId: colleague.staffId, units: 1 };
    if (!(await claim(context, { ...wanted, holderType: "booking", holderId: booking.id }))) continue;
    await db.$executeRaw`
      DELETE FROM booking_allocations WHERE holder_id = ${booking.id} AND subject_id = ${booking.staffId ?? ""}`;
    // Whoever steps in was not asked for.
    await db.booking.update({
      where: { organisationId_id: { organisationId, id: booking.id } },
      data: { staffId: colleague.staffId, isStaffChosen: false, sequence: { increment: 1 }, version: { increment: 1 } },
    });
    const [told = null] = await notifyCustomers(context, "substituted", [booking.id]);
    return { givenTo: colleague, told };
  }
  return { givenTo: null, told: null };
}
