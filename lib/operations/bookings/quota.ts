import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";

/** Bookings made in the company since the month began (UTC). */
export async function bookingsThisMonth({ db }: Pick<TenantContext, "db">): Promise<number> {
  const now = new Date();
  const monthStart = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  return db.booking.count({ where: { createdAt: { gte: monthStart } } });
}

/** Throws limit_reached when the plan bounds bookings and they are used up. */
export async function enforceBookingQuota(context: TenantContext): Promise<void> {
  const limit = context.caller.workspace.quotas?.bookingsPerMonth ?? null;
  if (limit === null) return;
  const used = await bookingsThisMonth(context);
  if (used >= limit)
    throw new OperationError("limit_reached", { details: { quotaCode: "bookingsPerMonth", used, limit } });
}
