import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";

/** The add-ons a caller named, which must belong to the service. Throws not_found. */
export async function addOnsOf({ db }: TenantContext, serviceId: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const found = await db.serviceAddOn.findMany({ where: { serviceId, id: { in: [...ids] }, deletedAt: null } });
  const missing = ids.find((id) => !found.some((addOn) => addOn.id === id));
  if (missing === undefined) return found;
  throw new OperationError("not_found", {
    message: "addOnIds: the service has no such add-on",
    hint: "get_service_detail lists the add-ons of a service.",
    details: { field: "addOnIds", addOnId: missing },
  });
}
