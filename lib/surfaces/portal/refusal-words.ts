import type { ErrorBody, RefusalReason } from "@/lib/kernel/errors";
import type messages from "@/messages/en";

type Values = Record<string, string | number>;

/** A refusal for people: the key below `refusals` of its title and next step, and the values that fill them in. */
export interface RefusalWords {
  key: RefusalReason | `quota.${keyof (typeof messages)["refusals"]["quota"]}`;
  values: Values;
}

const QUOTAS = ["customers", "bookingsPerMonth", "mcpCallsPerMonth"] as const;

function keyOf({ code, details }: ErrorBody): RefusalWords["key"] | undefined {
  const quota = code === "limit_reached" && QUOTAS.find((each) => each === details?.quotaCode);
  return quota ? `quota.${quota}` : (details?.reason as RefusalReason | undefined);
}

/** What a refusal says to a person beyond its code, or undefined when the code says it all. */
export function refusalWords(error: ErrorBody): RefusalWords | undefined {
  const key = keyOf(error);
  const details = Object.entries(error.details ?? {});
  const values = details.filter(([, value]) => typeof value === "string" || typeof value === "number");
  return key && { key, values: Object.fromEntries(values) as Values };
}
