import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { logoTypeOf, MAX_LOGO_BYTES, MAX_LOGO_CHARACTERS } from "./logo";
import { ORGANISATION_COLUMNS, organisationView, toOrganisationView } from "./organisation";

function pictureOf(base64: string) {
  const logo = new Uint8Array(Buffer.from(base64, "base64"));
  const logoType = logoTypeOf(logo);
  if (logoType && logo.byteLength <= MAX_LOGO_BYTES) return { logo, logoType };
  throw new OperationError("invalid_input", {
    message: "logo: must be a PNG, JPEG or WebP picture of at most 256 kB",
    details: {
      field: "logo",
      fields: [{ field: "logo", rule: "must be a PNG, JPEG or WebP picture of at most 256 kB" }],
    },
  });
}

export const setOrganisationLogo = defineOperation({
  name: "set_organisation_logo",
  title: "Set the logo",
  description:
    "Stores a small picture as the organisation's logo: PNG, JPEG or WebP, told by its bytes, at most 256 kB.",
  area: "organisation",
  effect: "update",
  scopes: ["organisation:write"],
  offeredTo: ["portal"],
  input: z.strictObject({
    // Marked secret so that the picture itself does not end in the audit trail.
    logo: z
      .base64()
      .min(1)
      .max(MAX_LOGO_CHARACTERS, "must be at most 256 kB")
      .meta({ secret: true, description: "The picture as base64.", examples: ["iVBORw0KGgo="] }),
  }),
  output: organisationView,
  renderType: "record",
  summary: () => "Logo saved",
  undo: { none: "The picture before is not kept; upload it again." },

  async run({ db, caller, note }, { logo }) {
    const row = await db.organisation.update({
      where: { id: caller.workspace.organisationId },
      data: { ...pictureOf(logo), version: { increment: 1 } },
      select: ORGANISATION_COLUMNS,
    });
    note({ entityId: row.id, after: { logoType: row.logoType } });
    return toOrganisationView(row);
  },
});
