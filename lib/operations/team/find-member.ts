import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { noSuch } from "@/lib/kernel/refusals";

/** A member of the organisation by id or user id, as list_staff shows both. Throws not_found naming `field`. */
export async function requireMember(db: DatabaseClient, idOrUserId: string, field: string) {
  const member = await db.membership.findFirst({
    where: { removedAt: null, OR: [{ id: idOrUserId }, { userId: idOrUserId }] },
    select: { id: true, userId: true },
  });
  if (!member) throw noSuch(field, "team member", "list_staff");
  return member;
}
