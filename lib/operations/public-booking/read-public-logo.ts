import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { LOGO_TYPES } from "../organisation/logo";
import { withPage } from "./enter-page";
import { pageField } from "./public-view";

export const readPublicLogo = defineSystemOperation({
  name: "read_public_logo",
  title: "Read a booking page's logo",
  description: "Returns the logo that a public booking page shows, as base64 with its type.",
  area: "bookings",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ slug: pageField }),
  output: z.object({ type: z.enum(LOGO_TYPES), logo: z.string() }),
  renderType: "record",
  summary: ({ type }) => `Logo, ${type}`,

  async run(context, { slug }) {
    return withPage(context, slug, async ({ db, caller }) => {
      const where = { id: caller.workspace.organisationId };
      const row = await db.organisation.findUniqueOrThrow({ where, select: { logo: true, logoType: true } });
      const type = LOGO_TYPES.find((known) => known === row.logoType);
      if (!row.logo || !type) throw new OperationError("not_found", { message: "There is no logo." });
      return { type, logo: Buffer.from(row.logo).toString("base64") };
    });
  },
});
