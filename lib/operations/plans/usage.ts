import "server-only";
import { callsThisMonth } from "@/lib/kernel/quota";
import { QUOTA_CODES, type QuotaCode } from "./plan";

export type Usage = Record<QuotaCode, number | null>;

const COUNTERS: Partial<Record<QuotaCode, (organisationId: string) => Promise<number>>> = {
  mcpCallsPerMonth: callsThisMonth,
};

/** How much of each quota an organisation has used; null for what this server does not keep yet. */
export async function usageOf(organisationId: string): Promise<Usage> {
  const counts = await Promise.all(
    QUOTA_CODES.map(async (code) => [code, (await COUNTERS[code]?.(organisationId)) ?? null] as const),
  );
  return Object.fromEntries(counts) as Usage;
}
