import "server-only";
import { systemDb } from "@/lib/db/client";
import type { TenantCaller } from "./authorize";
import { OperationError } from "./errors";

/** Calls an organisation's keys made since the month began (UTC). Counted from the audit trail: there is no second truth. */
export async function callsThisMonth(organisationId: string): Promise<number> {
  const [row] = await systemDb().$queryRaw<{ calls: number }[]>`
    SELECT count(*)::int AS calls FROM audit_events
    WHERE organisation_id = ${organisationId} AND surface = 'mcp' AND occurred_at >= date_trunc('month', now(), 'UTC')`;
  return row?.calls ?? 0;
}

/** Throws limit_reached when the plan bounds MCP calls and they are used up. Plans without a bound cost no query. */
export async function enforceCallQuota(caller: TenantCaller): Promise<void> {
  const limit = caller.workspace.quotas?.mcpCallsPerMonth ?? null;
  if (limit === null || caller.surface !== "mcp") return;
  const used = await callsThisMonth(caller.workspace.organisationId);
  if (used >= limit)
    throw new OperationError("limit_reached", { details: { quotaCode: "mcpCallsPerMonth", used, limit } });
}
