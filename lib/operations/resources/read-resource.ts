import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";

/** A resource of the company. Throws not_found. */
export async function readResource({ db }: TenantContext, id: string) {
  const resource = await db.resource.findFirst({ where: { id, deletedAt: null } });
  if (!resource) {
    throw new OperationError("not_found", {
      message: "resourceId: there is no such room or equipment",
      hint: "list_resources shows what there is.",
      details: { field: "resourceId" },
    });
  }
  return resource;
}
