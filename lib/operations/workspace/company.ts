import { z } from "zod";
import { idField } from "@/lib/kernel/fields";

export const companyIdField = idField("co", "Id of a company, from list_my_companies.");

export const companyView = z.object({
  id: z.string(),
  name: z.string(),
  country: z.string().nullable(),
  timezone: z.string(),
  currency: z.string(),
  language: z.string(),
  isCurrent: z.boolean(),
  version: z.int(),
});
export type CompanyView = z.output<typeof companyView>;

export interface CompanyRow {
  id: string;
  name: string;
  country: string | null;
  timezone: string;
  currency: string;
  language: string;
  version: number;
}

export function toCompanyView(row: CompanyRow, currentId: string): CompanyView {
  return { ...row, isCurrent: row.id === currentId };
}
