import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { toDecimal } from "@/lib/kernel/money";
import type { OpenPage } from "./enter-page";
import type { PublicService } from "./public-view";
import { publishedWhere } from "./read-page";

const MOST_SERVICES = 200;

const withOffer = {
  category: { select: { name: true, deletedAt: true, sortOrder: true } },
  addOns: { where: { deletedAt: null }, orderBy: { id: "asc" } },
  staff: { include: { staff: { select: { id: true, name: true, sortOrder: true, archivedAt: true } } } },
} as const;

/** A service that the page shows, with everything booking it needs. Throws not_found for any other, hidden ones too. */
export async function publishedService({ db }: TenantContext, page: OpenPage, id: string) {
  const service = await db.service.findFirst({ where: { id, ...publishedWhere(page.guests) }, include: withOffer });
  if (service) return service;
  throw new OperationError("not_found", {
    message: "serviceId: this page offers no such service",
    hint: "read_public_booking_page lists what it offers.",
    details: { field: "serviceId" },
  });
}
export type PublishedService = Awaited<ReturnType<typeof publishedService>>;

/** Every service that the page shows, in the order the business gave them. */
export async function publishedServices({ db }: TenantContext, page: OpenPage): Promise<PublicService[]> {
  const rows = await db.service.findMany({
    where: publishedWhere(page.guests),
    include: withOffer,
    orderBy: [{ sortOrder: "asc" }, { id: "asc" }],
    take: MOST_SERVICES,
  });
  const rank = ({ category }: (typeof rows)[number]) => category?.sortOrder ?? Number.MAX_SAFE_INTEGER;
  return rows.sort((a, b) => rank(a) - rank(b)).map(toPublicService);
}

/** People a visitor may choose for a service: those assigned, by name only. */
export function staffOf({ staff }: PublishedService): { id: string; name: string }[] {
  return staff
    .map((each) => each.staff)
    .filter(({ archivedAt }) => archivedAt === null)
    .sort((a, b) => a.sortOrder - b.sortOrder || a.id.localeCompare(b.id))
    .map(({ id, name }) => ({ id, name }));
}

/** Throws not_found for a person that the page does not offer for the service. */
export function requirePublished(service: PublishedService, staffId: string | undefined): void {
  if (staffId === undefined || staffOf(service).some(({ id }) => id === staffId)) return;
  throw new OperationError("not_found", {
    message: "staffId: the page offers no such person for this service",
    hint: "Leave staffId out for anyone who is free.",
    details: { field: "staffId" },
  });
}

export function toPublicService(row: PublishedService): PublicService {
  const { id, name, description, type, durationMinutes, currency, capacity, category } = row;
  return {
    id,
    name,
    description,
    category: category && category.deletedAt === null ? category.name : null,
    type,
    durationMinutes,
    price: toDecimal(row.priceMinor, currency),
    currency,
    capacity,
    // A class has its own teacher: there is nobody to choose.
    staff: type === "class" || !row.requiresStaff ? [] : staffOf(row),
    addOns: row.addOns.map((addOn) => ({
      id: addOn.id,
      name: addOn.name,
      durationMinutes: addOn.durationMinutes,
      price: toDecimal(addOn.priceMinor, currency),
    })),
  };
}
