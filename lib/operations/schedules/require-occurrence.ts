import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { addDays } from "../bookings/local-time";
import { type Occurrence, occurrencesBetween } from "./occurrences";
import { readOccurrenceId } from "./schedule";

/** One active date of a class by its id, stored or still only a rule. Throws not_found. */
export async function requireOccurrence(context: TenantContext, id: string): Promise<Occurrence> {
  const named = readOccurrenceId(id);
  const isDate = named && !Number.isNaN(Date.parse(`${named.date}T00:00:00Z`));
  const range = isDate
    ? { from: addDays(named.date, 0), to: addDays(named.date, 0), scheduleId: named.scheduleId }
    : undefined;
  const found = range && (await occurrencesBetween(context, range)).find((each) => each.id === id);
  if (found) return found;
  throw new OperationError("not_found", {
    message: "occurrenceId: the class does not happen on such a date",
    hint: "get_available_slots shows the dates of a class with their occurrenceId.",
    details: { field: "occurrenceId" },
  });
}
