import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { ORGANISATION_COLUMNS, organisationView, toOrganisationView } from "./organisation";

export const removeOrganisationLogo = defineOperation({
  name: "remove_organisation_logo",
  title: "Remove the logo",
  description: "Takes the organisation's logo away. Without one, its name is shown.",
  area: "organisation",
  effect: "delete",
  scopes: ["organisation:write"],
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: organisationView,
  renderType: "record",
  summary: () => "Logo removed",
  undo: { none: "The picture is not kept; upload it again." },

  async run({ db, caller, note }) {
    const row = await db.organisation.update({
      where: { id: caller.workspace.organisationId },
      data: { logo: null, logoType: null, version: { increment: 1 } },
      select: ORGANISATION_COLUMNS,
    });
    note({ entityId: row.id });
    return toOrganisationView(row);
  },
});
