import { z } from "zod";
import { instant } from "@/lib/kernel/fields";

/** Languages a person can choose for the portal and for mail. */
export const INTERFACE_LOCALES = ["en", "zh-Hant"] as const;

export const profileView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  /** Null follows the organisation. */
  locale: z.enum(INTERFACE_LOCALES).nullable(),
  version: z.int(),
  createdAt: instant,
});

interface PersonRow {
  id: string;
  email: string;
  name: string | null;
  locale: string | null;
  version: number;
  createdAt: Date;
}

export function toProfileView(row: PersonRow): z.output<typeof profileView> {
  const locale = INTERFACE_LOCALES.find((known) => known === row.locale) ?? null;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    locale,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  };
}
