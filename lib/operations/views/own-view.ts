import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";

/** Whose view something is. Throws forbidden for a caller who is nobody in particular. */
export function ownerOf({ caller }: TenantContext): string {
  if (caller.userId) return caller.userId;
  throw new OperationError("forbidden", { reason: "viewNeedsPerson", message: "A saved view belongs to a person." });
}

/**
 * A view that the caller may change: their own, or a shared one when they own the workspace. Somebody else's private view is
 * not found, a shared one is forbidden. `isDeleted` looks among the deleted ones.
 */
export async function requireOwnView(context: TenantContext, viewId: string, isDeleted = false) {
  const { db, caller } = context;
  await lockRow(db, "saved_views", viewId);
  const row = await db.savedView.findFirst({
    where: { id: viewId, deletedAt: isDeleted ? { not: null } : null },
  });
  if (!row || (!row.isShared && row.ownerId !== caller.userId)) throw noSuch("viewId", "view", "list_views");
  if (row.ownerId !== caller.userId && caller.role !== "owner") {
    throw new OperationError("forbidden", {
      reason: "viewOfColleague",
      message: "This view belongs to a colleague.",
      hint: "Save a view of your own with create_view.",
    });
  }
  return row;
}
