import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { withdrawOffer } from "./tell-offer";

/** Nobody waits any longer for dates that do not take place; offers of them are withdrawn with their tasks and unsent mails. */
export async function endWaits({ db }: TenantContext, occurrenceIds: readonly string[]): Promise<void> {
  const where = { occurrenceId: { in: [...occurrenceIds] }, status: { in: ["waiting", "offered"] } };
  const offered = await db.waitlistEntry.findMany({ where: { ...where, status: "offered" } });
  for (const entry of offered) await withdrawOffer(db, entry);
  await db.waitlistEntry.updateMany({ where, data: { status: "expired", offeredUntil: null } });
}
