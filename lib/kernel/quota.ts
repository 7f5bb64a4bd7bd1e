import "server-only";
import { type DatabaseClient, systemDb } from "@/lib/db/client";
import type { TenantCaller } from "./authorize";
import type { Workspace } from "./context";
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

/**
 * How much of a quota the organisation of this tenant connection uses, across its companies: live customers, or bookings
 * made since the month began (UTC). Sees what the running transaction wrote.
 */
export async function usedOf(db: DatabaseClient, quota: "customers" | "bookingsPerMonth"): Promise<number> {
  const [row] = await db.$queryRaw<{ used: number }[]>`SELECT favcrm_usage(${quota}) AS used`;
  return row?.used ?? 0;
}

/** Throws limit_reached when the plan bounds a quota and `added` more are too many. Plans without a bound cost no query. */
export async function enforceQuota(
  { db, caller }: { db: DatabaseClient; caller: { workspace: Pick<Workspace, "quotas"> } },
  quota: "customers" | "bookingsPerMonth",
  added = 1,
): Promise<void> {
  const limit = caller.workspace.quotas?.[quota] ?? null;
  if (limit === null) return;
  const used = await usedOf(db, quota);
  if (used + added > limit) throw new OperationError("limit_reached", { details: { quotaCode: quota, used, limit } });
}
