import { callDuration, calls } from "@/lib/telemetry/instruments";
import { traced } from "@/lib/telemetry/trace";
import type { Caller } from "./context";
import { isOperationError } from "./errors";

/** Counts, times and traces one call. What was asked and what came of it belongs to the audit, not here. */
export function observeCall<T>(
  { name, effect }: { name: string; effect: string },
  { surface, requestId, actor, workspace }: Caller,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const attributes = {
    "favcrm.operation": name,
    "favcrm.effect": effect,
    "favcrm.surface": surface,
    "favcrm.request_id": requestId,
    "favcrm.actor_type": actor.type,
    "favcrm.organisation_id": workspace?.organisationId,
  };
  return traced(`execute ${name}`, { attributes }, async (span) => {
    let outcome = "done";
    try {
      return await work();
    } catch (error) {
      outcome = isOperationError(error) ? error.kind : "internal";
      throw error;
    } finally {
      calls.add([name, surface, outcome]);
      callDuration.record([effect, surface], (performance.now() - startedAt) / 1_000);
      span.setAttribute("favcrm.outcome", outcome);
    }
  });
}
