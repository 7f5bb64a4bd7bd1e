import type { ActivityFilter } from "@/components/activity/activity-filters";
import { OUTCOMES } from "@/lib/operations/activity/activity";

const effects = ["read", "create", "update", "delete", "send"] as const;
const day = /^\d{4}-\d{2}-\d{2}$/;

function oneOf<Value extends string>(values: readonly Value[], given: string | undefined): Value | undefined {
  return values.find((value) => value === given);
}

/** The filter an address asks for; what makes no sense is left out, so that an old link still shows something. */
export function filterOf(query: Record<string, string | undefined>): ActivityFilter {
  const { actorId, operation, effect, outcome, from, to } = query;
  return {
    actorId: actorId?.slice(0, 64) || undefined,
    operation: operation?.slice(0, 40) || undefined,
    effect: oneOf(effects, effect),
    outcome: oneOf(OUTCOMES, outcome),
    from: from && day.test(from) ? from : undefined,
    to: to && day.test(to) ? to : undefined,
  };
}

/** The same filter as list_activity takes it: whole days, counted in UTC. */
export function inputOf({ effect, outcome, from, to, ...rest }: ActivityFilter) {
  const input = {
    ...rest,
    effect: oneOf(effects, effect),
    outcome: oneOf(OUTCOMES, outcome),
    from: from && `${from}T00:00:00Z`,
    to: to && `${to}T23:59:59.999Z`,
  };
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as typeof input;
}

/** The filter as the query of an address. */
export function queryOf(filter: ActivityFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined) as [string, string][];
  return new URLSearchParams(given).toString();
}
