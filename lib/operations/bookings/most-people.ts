import { OperationError } from "@/lib/kernel/errors";

interface Sized {
  type: string;
  capacity: number;
}

/** How many people one booking may bring: an appointment its service's capacity, a class as many as it has places. */
export const mostPeople = ({ type, capacity }: Sized) =>
  type === "class" ? Number.POSITIVE_INFINITY : Math.max(1, capacity);

/** How many places of its service an appointment takes: one for each who comes; older ones may bring more than fit. */
export const placesFor = (service: Sized, participants: number) => Math.min(participants, mostPeople(service));

/** Refuses more people than an appointment is made for. Throws invalid_input. */
export function requireFitting(service: Sized, participants: number): void {
  const most = mostPeople(service);
  if (participants <= most) return;
  const rule = `must be at most ${most}: an appointment of this service is for ${most === 1 ? "one person" : `${most} people`}`;
  throw new OperationError("invalid_input", {
    message: `participants: ${rule}`,
    hint: "Book each person by themselves. If one appointment is for more people, raise the service's capacity with update_service.",
    details: { field: "participants", fields: [{ field: "participants", rule }], most },
  });
}
