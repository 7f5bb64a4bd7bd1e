import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { idField, lineOfText } from "@/lib/kernel/fields";
import { toDecimal } from "@/lib/kernel/money";
import { moneyField } from "./service";

export const addOnIdField = idField("addon", "Id of an add-on, from get_service_detail.");

export const addOnFields = {
  name: lineOfText(1, 120).meta({ description: "Name customers see.", examples: ["Ten minutes more"] }),
  durationMinutes: z
    .int()
    .min(0)
    .max(480)
    .meta({ description: "How much longer the booking gets, in minutes.", examples: [10] }),
  price: moneyField.meta({ description: "What it costs for one participant, as a decimal text.", examples: ["80.00"] }),
};

export const addOnView = z.object({
  id: z.string(),
  serviceId: z.string(),
  name: z.string(),
  durationMinutes: z.int(),
  /** Decimal text in `currency`. */
  price: z.string(),
  currency: z.string(),
  version: z.int(),
});

interface AddOnRow {
  id: string;
  serviceId: string;
  name: string;
  durationMinutes: number;
  priceMinor: bigint;
  version: number;
}

export function toAddOnView({ id, serviceId, name, durationMinutes, priceMinor, version }: AddOnRow, currency: string) {
  return { id, serviceId, name, durationMinutes, price: toDecimal(priceMinor, currency), currency, version };
}

/** How long a booking takes with its add-ons, in minutes. */
export function lengthWith(
  service: { durationMinutes: number },
  addOns: readonly { durationMinutes: number }[],
): number {
  return addOns.reduce((sum, addOn) => sum + addOn.durationMinutes, service.durationMinutes);
}

/** An add-on that was not deleted, with its service. Throws not_found. */
export async function readAddOn({ db }: TenantContext, id: string) {
  const addOn = await db.serviceAddOn.findFirst({ where: { id, deletedAt: null }, include: { service: true } });
  if (addOn) return addOn;
  throw new OperationError("not_found", {
    message: "addOnId: there is no such add-on",
    hint: "get_service_detail lists the add-ons of a service.",
    details: { field: "addOnId" },
  });
}

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
