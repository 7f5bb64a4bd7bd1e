import { z } from "zod";
import { instant } from "@/lib/kernel/fields";

export const currencyField = z
  .string()
  .refine((code) => Intl.supportedValuesOf("currency").includes(code), "must be an ISO 4217 code in capitals")
  .meta({ description: "ISO 4217 code.", examples: ["HKD"] });

export const languageField = z
  .enum(["en", "zh-Hant"])
  .meta({ description: "Language of mail and of customer-facing pages.", examples: ["zh-Hant"] });

export const organisationView = z.object({
  id: z.string(),
  name: z.string(),
  industry: z.string().nullable(),
  country: z.string().nullable(),
  timezone: z.string(),
  currency: z.string(),
  language: z.string(),
  plan: z.string(),
  hasLogo: z.boolean(),
  version: z.int(),
  createdAt: instant,
});

export interface OrganisationRow {
  id: string;
  name: string;
  industry: string | null;
  country: string | null;
  timezone: string;
  currency: string;
  language: string;
  plan: string;
  logoType: string | null;
  version: number;
  createdAt: Date;
}

/** The columns a view needs; the picture itself is only read when it is served. */
export const ORGANISATION_COLUMNS = {
  id: true,
  name: true,
  industry: true,
  country: true,
  timezone: true,
  currency: true,
  language: true,
  plan: true,
  logoType: true,
  version: true,
  createdAt: true,
} as const;

export function toOrganisationView({
  logoType,
  createdAt,
  ...row
}: OrganisationRow): z.output<typeof organisationView> {
  return { ...row, hasLogo: logoType !== null, createdAt: createdAt.toISOString() };
}

/** What an update may change, as the audit row keeps it. */
export function changedFields({ name, industry, country, timezone, currency, language }: OrganisationRow) {
  return { name, industry, country, timezone, currency, language };
}
