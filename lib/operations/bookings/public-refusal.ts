import "server-only";
import { OperationError } from "@/lib/kernel/errors";
import type { SlotView } from "./booking";

/** Rules that say nothing about people, rooms or other customers: visitors are told them by name. */
const PUBLIC_RULES: ReadonlySet<string> = new Set([
  "past",
  "minimumNotice",
  "horizon",
  "openingHours",
  "slotInterval",
  "schedule",
  "closed",
  "status",
  "staffMissing",
  "resourceMissing",
  "classFull",
]);
const CODES: ReadonlySet<string> = new Set(["slot_taken", "class_full", "not_bookable"]);

interface Details {
  alternatives?: SlotView[];
  rule?: string;
  occurrenceId?: string;
}

/**
 * Hands on a refusal with what visitors may know of it: the rule and the nearest free times. Who is away, has a break or is
 * booked, what a closure is called, rooms and tools stay with the business: such rules are all `notOffered`.
 */
export async function refusingInPublic<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperationError) || !CODES.has(error.code)) throw error;
    const { alternatives = [], rule, occurrenceId } = (error.details ?? {}) as Details;
    const told = error.code === "slot_taken" ? undefined : rule && (PUBLIC_RULES.has(rule) ? rule : "notOffered");
    throw new OperationError(error.code, {
      details: {
        ...(told ? { rule: told } : {}),
        ...(occurrenceId ? { occurrenceId } : {}),
        alternatives: alternatives.map(({ startTime, remainingCapacity }) => ({ startTime, remainingCapacity })),
      },
    });
  }
}
