import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { currencyField, languageField } from "../organisation/organisation";
import { countryField, organisationNameField, timezoneField } from "../sign-up/sign-up";
import { companyView, toCompanyView } from "../workspace/company";
import { defaultsOf } from "../workspace/country";
import { archiveCompany } from "./archive-company";

export const createCompany = defineOperation({
  name: "create_company",
  title: "Create a company",
  description:
    "Adds a company (a business of its own, with its customers and bookings) to the organisation. Country sets time zone, currency, language, phone region and week start unless they are given. Nobody is moved there; use switch_company.",
  area: "organisation",
  effect: "create",
  scopes: ["organisation:write"],
  input: z.strictObject({
    name: organisationNameField.meta({
      description: "Name of the company, 2 to 80 characters.",
      examples: ["Harbour Studio"],
    }),
    country: countryField.optional(),
    timezone: timezoneField.optional(),
    currency: currencyField.optional(),
    language: languageField.optional(),
  }),
  output: companyView,
  renderType: "record",
  summary: ({ name }) => `Company ${name} created`,
  undo: { with: () => archiveCompany, arguments: ({ entityId }) => ({ companyId: entityId }) },

  async run({ db, caller, note }, input) {
    const { organisationId, companyId, country, timezone, currency, language } = caller.workspace;
    // Without a country of its own, a second business is like the one it is created from.
    const defaults =
      input.country === undefined
        ? { ...defaultsOf(country), timezone, currency, language }
        : defaultsOf(input.country);
    const row = await db.company.create({
      data: { organisationId, id: newId("co"), country: input.country ?? country, ...defaults, ...input },
    });
    note({
      entityId: row.id,
      after: { name: row.name, country: row.country, timezone: row.timezone, currency: row.currency },
    });
    return toCompanyView(row, companyId);
  },
});
