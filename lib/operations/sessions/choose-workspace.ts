import "server-only";
import { z } from "zod";
import type { SystemContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { idField } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";

interface Place {
  organisationId: string;
  organisationName: string;
  companyId: string;
  companyName: string;
}

/** A company the person may enter; without a company, the one they start in there. */
async function placeOf({ system, caller }: SystemContext, organisationId: string, companyId: string | undefined) {
  const [place] = await system.$queryRaw<Place[]>`
    SELECT o.id AS "organisationId", o.name AS "organisationName", c.id AS "companyId", c.name AS "companyName"
    FROM memberships m
    JOIN organisations o ON o.id = m.organisation_id AND o.deleted_at IS NULL
    JOIN companies c ON c.organisation_id = o.id AND c.archived_at IS NULL
    WHERE m.user_id = ${caller.userId} AND m.organisation_id = ${organisationId} AND m.removed_at IS NULL
      AND (${companyId ?? null}::text IS NULL OR c.id = ${companyId ?? null})
    ORDER BY c.id = m.default_company_id DESC, c.id LIMIT 1`;
  if (!place) throw new OperationError("not_found");
  return place;
}

export const chooseWorkspace = defineSystemOperation({
  name: "choose_workspace",
  title: "Switch workspace",
  description: "Makes this browser show another organisation or company of the person. Other browsers and keys stay.",
  area: "organisation",
  effect: "update",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({
    organisationId: idField("org", "The organisation, from list_my_workspaces."),
    companyId: idField("co", "One of its companies. Default: the person's own there.").optional(),
  }),
  output: z.object({
    organisationId: z.string(),
    organisationName: z.string(),
    companyId: z.string(),
    companyName: z.string(),
  }),
  renderType: "record",
  summary: ({ organisationName, companyName }) => `Now in ${companyName} of ${organisationName}`,
  undo: { none: "The person chooses the earlier one again." },

  async run(context, { organisationId, companyId }) {
    const { system, caller, note } = context;
    if (!caller.session)
      throw new OperationError("forbidden", {
        reason: "portalOnly",
        message: "Only a signed-in browser has a workspace to switch.",
      });
    const place = await placeOf(context, organisationId, companyId);
    await system.session.updateMany({
      where: { id: caller.session.id, revokedAt: null },
      data: { organisationId: place.organisationId, companyId: place.companyId },
    });
    const before = caller.workspace
      ? { organisationId: caller.workspace.organisationId, companyId: caller.workspace.companyId }
      : undefined;
    note({
      entityId: caller.session.id,
      before,
      after: { organisationId: place.organisationId, companyId: place.companyId },
    });
    return place;
  },
});
