import { toDecimal } from "@/lib/kernel/money";
import type { ServiceRow } from "@/lib/operations/services/service";

export interface StoredService extends ServiceRow {
  organisationId: string;
  companyId: string;
  deletedAt: Date | null;
}

/** One entry of the answer, as the product shows it. */
export function toItem(row: StoredService) {
  const { organisationId: _o, companyId: _c, deletedAt: _d, priceMinor, createdAt, updatedAt, ...rest } = row;
  return {
    ...rest,
    price: toDecimal(priceMinor, row.currency),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
