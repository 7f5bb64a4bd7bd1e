import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { LOGO_TYPES } from "./logo";

export const getOrganisationLogo = defineOperation({
  name: "get_organisation_logo",
  title: "Get the logo",
  description: "Returns the organisation's logo as base64 with its type.",
  area: "organisation",
  effect: "read",
  scopes: ["organisation:read"],
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: z.object({ type: z.enum(LOGO_TYPES), logo: z.string() }),
  renderType: "record",
  summary: ({ type }) => `Logo, ${type}`,

  async run({ db, caller }) {
    const where = { id: caller.workspace.organisationId };
    const row = await db.organisation.findUniqueOrThrow({ where, select: { logo: true, logoType: true } });
    const type = LOGO_TYPES.find((known) => known === row.logoType);
    if (!row.logo || !type) throw new OperationError("not_found", { message: "There is no logo." });
    return { type, logo: Buffer.from(row.logo).toString("base64") };
  },
});
