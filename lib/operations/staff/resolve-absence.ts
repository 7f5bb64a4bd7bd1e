import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { spoken } from "../bookings/booking";
import { cancelOne } from "../bookings/cancel-one";
import type { Interval } from "../bookings/intervals";
import type { Occurrence } from "../schedules/occurrences";
import { hitAppointments, messagesFor, substituteAppointment, substitutesFor } from "./absent-appointments";
import { cancelClass, hitClasses, substituteClass } from "./absent-classes";
import type { Colleague } from "./colleagues";

/** What can be done about what an absence hits. */
export const RESOLVES = ["list", "substitute", "cancel"] as const;
type Resolve = (typeof RESOLVES)[number];

const outcomeOf = (givenTo: Colleague | null) =>
  givenTo ? { outcome: "substituted" as const, givenTo } : { outcome: "unchanged" as const, givenTo };

/** The appointments hit, with who could take each, the messages, what became of them and how the customer hears of it. */
export async function resolveAppointments(context: TenantContext, staffId: string, span: Interval, resolve: Resolve) {
  const hit = await hitAppointments(context, staffId, span);
  const messagesOf = await messagesFor(context, hit);
  const bookings = [];
  for (const booking of hit) {
    const substitutes = await substitutesFor(context, staffId, booking);
    const { told, ...outcome } = await resolveAppointment(context, booking, substitutes, resolve);
    bookings.push({
      bookingId: booking.id,
      customerName: booking.customerName,
      serviceName: booking.service.name,
      localStart: spoken(booking.startsAt.getTime(), context.caller.workspace.timezone),
      substitutes,
      messages: messagesOf(booking, substitutes),
      told: told ? [told] : [],
      ...outcome,
    });
  }
  return bookings;
}

async function resolveAppointment(
  context: TenantContext,
  booking: Awaited<ReturnType<typeof hitAppointments>>[number],
  substitutes: readonly Colleague[],
  resolve: Resolve,
) {
  if (resolve === "cancel") {
    const cancellation = { bookingId: booking.id, reason: "Staff absence", notifyCustomer: true };
    return { told: (await cancelOne(context, cancellation)).told, ...CANCELLED };
  }
  if (resolve === "list") return { told: null, ...outcomeOf(null) };
  const { givenTo, told } = await substituteAppointment(context, booking, substitutes);
  return { told, ...outcomeOf(givenTo) };
}

const CANCELLED = { outcome: "cancelled", givenTo: null } as const;

/** The same of class dates. */
export async function resolveClasses(context: TenantContext, staffId: string, span: Interval, resolve: Resolve) {
  const classes = [];
  for (const { occurrence, serviceName, substitutes } of await hitClasses(context, staffId, span)) {
    const outcome = await resolveClass(context, occurrence, substitutes, resolve);
    classes.push({
      occurrenceId: occurrence.id,
      serviceName,
      localStart: spoken(occurrence.start, context.caller.workspace.timezone),
      placesTaken: occurrence.taken,
      substitutes,
      ...outcome,
    });
  }
  return classes;
}

async function resolveClass(
  context: TenantContext,
  occurrence: Occurrence,
  substitutes: readonly Colleague[],
  resolve: Resolve,
) {
  if (resolve === "cancel") return { told: await cancelClass(context, occurrence), ...CANCELLED };
  if (resolve === "list") return { told: [], ...outcomeOf(null) };
  const { givenTo, told } = await substituteClass(context, occurrence, substitutes);
  return { told, ...outcomeOf(givenTo) };
}
