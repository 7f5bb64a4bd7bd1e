import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { ORGANISATION_COLUMNS, organisationView, toOrganisationView } from "./organisation";

export const getOrganisation = defineOperation({
  name: "get_organisation",
  title: "Get the organisation",
  description: "Shows the organisation's name, industry, country, time zone, currency, language and plan.",
  area: "organisation",
  effect: "read",
  scopes: ["organisation:read"],
  input: z.strictObject({}),
  output: organisationView,
  renderType: "record",
  summary: ({ name }) => name,

  async run({ db, caller }) {
    const where = { id: caller.workspace.organisationId };
    return toOrganisationView(await db.organisation.findUniqueOrThrow({ where, select: ORGANISATION_COLUMNS }));
  },
});
