import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";

/**
 * The bookable person that a staff argument means: their own id, their member id or their user id. A member of the
 * organisation becomes bookable the first time somebody names them here. Throws not_found with the field's name.
 * Reads cannot make anybody bookable, so `mayCreate` is false there.
 */
export async function findStaff({ db, caller }: TenantContext, id: string, field = "staffId", mayCreate = false) {
  const { organisationId, companyId } = caller.workspace;
  const found = await db.staffMember.findFirst({ where: { OR: [{ id }, { userId: id }], archivedAt: null } });
  if (found) return found;
  const member = await db.membership.findFirst({
    where: { OR: [{ id }, { userId: id }], removedAt: null },
    include: { user: { select: { name: true, email: true } } },
  });
  // Somebody who could be booked before they could sign in has an id of each kind.
  const sameLogin = member && (await db.staffMember.findFirst({ where: { userId: member.userId, archivedAt: null } }));
  if (sameLogin) return sameLogin;
  if (!member || !mayCreate) {
    throw new OperationError("not_found", {
      message: `${field}: there is no such staff member`,
      hint: "list_staff shows the people there are.",
      details: { field },
    });
  }
  return db.staffMember.create({
    data: {
      organisationId,
      companyId,
      id: member.id,
      userId: member.userId,
      name: member.displayName ?? member.user.name ?? member.user.email.split("@")[0] ?? "Staff",
      email: member.user.email,
    },
  });
}
