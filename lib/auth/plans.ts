/** Upper bounds of a plan; null means without limit. */
export interface PlanQuotas {
  customers: number | null;
  bookingsPerMonth: number | null;
  mcpCallsPerMonth: number | null;
}

export interface Plan {
  code: string;
  name: string;
  /** Price of a month in minor units of `currency`, or null when there is no list price. */
  priceMinor: number | null;
  currency: string;
  quotas: PlanQuotas;
  modules: readonly string[];
}

export const MODULES = ["contacts", "bookings", "loyalty", "invoices", "messages", "content"] as const;

const UNLIMITED: PlanQuotas = { customers: null, bookingsPerMonth: null, mcpCallsPerMonth: null };

/**
 * The plans an instance knows. A self-hosted instance uses `self_hosted`; the published ones are here so that a hosted
 * instance can be configured with them (FAVCRM_PLAN). Only the Free plan's quotas are published.
 */
export const PLANS: readonly Plan[] = [
  { code: "self_hosted", name: "Self-hosted", priceMinor: 0, currency: "USD", quotas: UNLIMITED, modules: MODULES },
  {
    code: "free",
    name: "Free",
    priceMinor: 0,
    currency: "USD",
    quotas: { customers: 100, bookingsPerMonth: 200, mcpCallsPerMonth: 1000 },
    modules: MODULES,
  },
  { code: "lite", name: "Lite", priceMinor: null, currency: "USD", quotas: UNLIMITED, modules: MODULES },
  { code: "starter", name: "Starter", priceMinor: null, currency: "USD", quotas: UNLIMITED, modules: MODULES },
  { code: "enterprise", name: "Enterprise", priceMinor: null, currency: "USD", quotas: UNLIMITED, modules: MODULES },
];

/** The plan with this code; an unknown code (a plan that was withdrawn) counts as self-hosted. */
export function planOf(code: string): Plan {
  const fallback = PLANS[0] as Plan;
  return PLANS.find((plan) => plan.code === code) ?? fallback;
}
