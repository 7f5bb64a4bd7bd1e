import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { callsThisMonth, usedOf } from "@/lib/kernel/quota";
import type { QuotaCode } from "./plan";

/** How much of a quota the caller's organisation has used, all of its companies together. */
export function usageOf({ db, caller }: TenantContext, code: QuotaCode): Promise<number> {
  return code === "mcpCallsPerMonth" ? callsThisMonth(caller.workspace.organisationId) : usedOf(db, code);
}
