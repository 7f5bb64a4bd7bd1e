import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { readService } from "../services/read-service";
import { claim } from "./allocations";
import { isHolding } from "./booking";
import { requireFitting } from "./most-people";
import { offerFreedPlaces } from "./offer-freed-places";
import type { lockBooking } from "./read-booking";
import { seat, unseat } from "./take-place";
import type { OfferView } from "./waitlist";

type Row = Awaited<ReturnType<typeof lockBooking>>;

/**
 * Takes or gives back places of a booking that another number of people comes with; returns for whom freed ones are kept.
 * Throws class_full, slot_taken, invalid_input, or precondition_failed for a booking that holds none.
 */
export async function reseat(context: TenantContext, row: Row, people: number): Promise<OfferView[]> {
  const { status, occurrenceId, occurrence, participants } = row;
  if (!isHolding(status)) {
    throw new OperationError("precondition_failed", {
      reason: "bookingState",
      message: `The booking is ${status}; the number of people stays.`,
      details: { status },
    });
  }
  if (!occurrenceId || !occurrence) {
    await reseatAppointment(context, row, people);
    return [];
  }
  if (people < participants) {
    await unseat(context, occurrenceId, participants - people);
    return offerFreedPlaces(context, occurrenceId);
  }
  if (await seat(context, occurrence, people - participants)) return [];
  throw new OperationError("class_full", {
    hint: "details.remainingCapacity more can come; join_waitlist lets others wait, reschedule_booking takes another date.",
    details: {
      rule: "classFull",
      occurrenceId,
      remainingCapacity: Math.max(0, occurrence.capacity - occurrence.taken),
    },
  });
}

/** An appointment that needs neither a person nor a room takes a place of its service for everybody who comes. */
async function reseatAppointment(context: TenantContext, { id, serviceId, participants }: Row, people: number) {
  const { db } = context;
  const service = await readService(context, serviceId);
  if (people > participants) requireFitting(service, people);
  const places = await db.bookingAllocation.findMany({
    where: { holderId: id, subjectType: "service" },
    orderBy: { unit: "asc" },
    select: { id: true, subjectId: true, beginsAt: true, finishesAt: true },
  });
  const [first] = places;
  if (!first) return;
  const spare = places.slice(people).map((place) => place.id);
  if (spare.length > 0) await db.$executeRaw`DELETE FROM booking_allocations WHERE id = ANY(${spare})`;
  const span = { start: first.beginsAt.getTime(), end: first.finishesAt.getTime() };
  const subject = { subjectType: "service" as const, subjectId: first.subjectId, units: service.capacity };
  for (let taken = places.length; taken < people; taken++) {
    if (await claim(context, { ...subject, ...span, holderType: "booking", holderId: id })) continue;
    throw new OperationError("slot_taken", {
      message: `Only ${taken} places are free at this time, ${people} are wanted.`,
      hint: "Ask the user: fewer people, or another time with reschedule_booking.",
      details: { rule: "serviceFull", alternatives: [] },
    });
  }
}
