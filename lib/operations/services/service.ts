import { z } from "zod";
import { instant } from "@/lib/kernel/fields";
import { toDecimal } from "@/lib/kernel/money";

export const SERVICE_STATUSES = ["active", "archived"] as const;

export const serviceView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  type: z.string(),
  durationMinutes: z.int(),
  /** Decimal text in `currency`. */
  price: z.string(),
  currency: z.string(),
  capacity: z.int(),
  status: z.string(),
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
});

export interface ServiceRow {
  id: string;
  name: string;
  description: string | null;
  type: string;
  durationMinutes: number;
  priceMinor: bigint;
  currency: string;
  capacity: number;
  status: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export function toServiceView(row: ServiceRow): z.output<typeof serviceView> {
  return {
    ...row,
    price: toDecimal(row.priceMinor, row.currency),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
