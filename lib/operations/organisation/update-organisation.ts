import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { countryField, industryField, organisationNameField, timezoneField } from "../sign-up/sign-up";
import {
  changedFields,
  currencyField,
  languageField,
  ORGANISATION_COLUMNS,
  organisationView,
  toOrganisationView,
} from "./organisation";

const undo = (): AnyOperation => updateOrganisation;

export const updateOrganisation = defineOperation({
  name: "update_organisation",
  title: "Change the organisation",
  description:
    "Changes the organisation's name, industry, country, time zone, currency or language. What is not given stays. Companies keep their own settings; amounts that exist keep their currency.",
  area: "organisation",
  effect: "update",
  scopes: ["organisation:write"],
  input: z.strictObject({
    name: organisationNameField.optional(),
    industry: industryField.nullable().optional(),
    country: countryField.nullable().optional(),
    timezone: timezoneField.optional(),
    currency: currencyField.optional(),
    language: languageField.optional(),
    expectedVersion: expectedVersionField,
  }),
  output: organisationView,
  renderType: "record",
  summary: ({ name }) => `${name} saved`,
  undo: { with: undo, arguments: ({ before }) => before as Record<string, unknown> },

  async run({ db, caller, note }, { expectedVersion, ...changes }) {
    const where = { id: caller.workspace.organisationId };
    await db.$queryRaw`SELECT 1 FROM organisations WHERE id = ${where.id} FOR UPDATE`;
    const before = await db.organisation.findUniqueOrThrow({ where, select: ORGANISATION_COLUMNS });
    requireVersion(before.version, expectedVersion, organisationView, () => toOrganisationView(before));
    const data = { ...changes, version: { increment: 1 } };
    const row = await db.organisation.update({ where, data, select: ORGANISATION_COLUMNS });
    note({ entityId: row.id, before: changedFields(before), after: changedFields(row) });
    return toOrganisationView(row);
  },
});
