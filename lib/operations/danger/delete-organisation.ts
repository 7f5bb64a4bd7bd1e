import "server-only";
import { z } from "zod";
import { assertConfirmed } from "@/lib/auth/sessions";
import type { DatabaseClient } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { instant } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { RESTORABLE_DAYS } from "./deleted";
import { restoreOrganisation } from "./restore-organisation";

interface Owner {
  email: string;
  locale: string | null;
}

const ownersOf = (db: DatabaseClient) => db.$queryRaw<Owner[]>`
  SELECT u.email, u.locale FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.removed_at IS NULL AND m.role = 'owner'`;

export const deleteOrganisation = defineOperation({
  name: "delete_organisation",
  title: "Delete the organisation",
  description:
    "Ends the organisation: keys, browsers and jobs stop with the answer. Its owner can restore it for 30 days, then its data is gone for good. Needs its name typed and a fresh confirmation.",
  area: "organisation",
  effect: "delete",
  scopes: ["organisation:write"],
  offeredTo: ["portal"],
  input: z.strictObject({
    confirmName: z
      .string()
      .trim()
      .max(200)
      .meta({ description: "The organisation's name, typed again.", examples: ["Stretch + Breathe"] }),
  }),
  output: z.object({ organisationId: z.string(), deletedAt: instant, restorableUntil: instant }),
  renderType: "record",
  summary: ({ restorableUntil }) => `The organisation is deleted; it can be restored until ${restorableUntil}`,
  undo: { with: () => restoreOrganisation, arguments: ({ entityId }) => ({ organisationId: entityId }) },

  async run({ db, caller, note, queueMail }, { confirmName }) {
    assertConfirmed(caller);
    const { organisationId, organisationName, language } = caller.workspace;
    if (confirmName !== organisationName) {
      const rule = "must be the organisation's name, letter for letter";
      throw new OperationError("invalid_input", {
        message: `confirmName: ${rule}`,
        details: { field: "confirmName", fields: [{ field: "confirmName", rule }] },
      });
    }
    const [row] = await db.$queryRaw<{ deletedAt: Date; restorableUntil: Date }[]>`
      UPDATE organisations SET deleted_at = now(), version = version + 1
      WHERE id = ${organisationId} AND deleted_at IS NULL
      RETURNING deleted_at AS "deletedAt", deleted_at + ${RESTORABLE_DAYS}::int * interval '1 day' AS "restorableUntil"`;
    if (!row) throw new OperationError("not_found");
    // What waits to be sent in its name is not sent any more; the owners' own mails come after.
    await db.$executeRaw`
      UPDATE outbox_mails SET not_after = now() WHERE organisation_id = ${organisationId} AND status = 'queued'`;
    for (const { email, locale } of await ownersOf(db)) {
      await queueMail({
        template: "organisation_deleted",
        to: email,
        locale: locale ?? language,
        data: { organisationName, by: caller.actor.label, ip: caller.ip },
      });
    }
    note({ entityId: organisationId, before: { deleted: false }, after: { deleted: true } });
    return {
      organisationId,
      deletedAt: row.deletedAt.toISOString(),
      restorableUntil: row.restorableUntil.toISOString(),
    };
  },
});
