import { z } from "zod";
import type { Plan } from "@/lib/auth/plans";
import { toDecimal } from "@/lib/kernel/money";

export const QUOTA_CODES = ["customers", "bookingsPerMonth", "mcpCallsPerMonth"] as const;
export type QuotaCode = (typeof QUOTA_CODES)[number];

/** A number, or null for "without limit". */
const bound = z.int().nullable();

export const planView = z.object({
  code: z.string(),
  name: z.string(),
  /** Decimal text, or null when there is no list price. */
  pricePerMonth: z.string().nullable(),
  currency: z.string(),
  quotas: z.object({ customers: bound, bookingsPerMonth: bound, mcpCallsPerMonth: bound }),
  modules: z.array(z.string()),
});

export function toPlanView(plan: Plan): z.output<typeof planView> {
  const { priceMinor, modules, ...rest } = plan;
  return {
    ...rest,
    pricePerMonth: priceMinor === null ? null : toDecimal(BigInt(priceMinor), plan.currency),
    modules: [...modules],
  };
}
