import "server-only";
import type { TenantContext } from "@/lib/kernel/context";

/** Nobody waits any longer for dates that do not take place. Returns the entries of those who did: `tellWaiting` tells them. */
export async function endWaits({ db }: TenantContext, occurrenceIds: readonly string[]): Promise<string[]> {
  const where = { occurrenceId: { in: [...occurrenceIds] }, status: { in: ["waiting", "offered"] } };
  const ended = await db.waitlistEntry.findMany({ where, orderBy: { id: "asc" }, select: { id: true } });
  await db.waitlistEntry.updateMany({ where, data: { status: "expired", offeredUntil: null } });
  return ended.map(({ id }) => id);
}
