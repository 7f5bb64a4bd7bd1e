import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";

/** A service of the company that was not deleted. Throws not_found. */
export async function readService({ db, caller }: TenantContext, id: string) {
  const service = await db.service.findUnique({
    where: { organisationId_id: { organisationId: caller.workspace.organisationId, id } },
  });
  if (!service || service.deletedAt) {
    throw new OperationError("not_found", {
      message: "serviceId: there is no such service",
      hint: "list_services shows the services there are.",
      details: { field: "serviceId" },
    });
  }
  return service;
}

/** Refuses a category that does not exist in the company. */
export async function requireCategory({ db }: TenantContext, categoryId: string | null | undefined): Promise<void> {
  if (!categoryId) return;
  const category = await db.serviceCategory.findFirst({
    where: { id: categoryId, deletedAt: null },
    select: { id: true },
  });
  if (!category) {
    throw new OperationError("not_found", {
      message: "categoryId: there is no such category",
      hint: "list_service_categories shows the categories there are.",
      details: { field: "categoryId" },
    });
  }
}

/** A service that can be booked now. Throws not_found or not_bookable. */
export async function requireBookable(context: TenantContext, id: string) {
  const service = await readService(context, id);
  if (service.status !== "active") {
    throw new OperationError("not_bookable", {
      message: "This service is archived.",
      hint: "update_service with status active brings it back.",
      details: { rule: "status" },
    });
  }
  return service;
}
