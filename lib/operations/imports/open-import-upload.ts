import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { hashToken } from "./upload";

/** Whoever sends has the link for this long; a connection that broke gives it free again. */
const LEASE_MINUTES = 10;

interface Claimed {
  id: string;
  organisationId: string;
  companyId: string;
}

export const openImportUpload = defineSystemOperation({
  name: "open_import_upload",
  title: "Take in a file of customers",
  description: "Claims a link of create_import_upload for the request that sends its file.",
  area: "contacts",
  effect: "update",
  access: "public",
  offeredTo: ["system"],
  input: z.strictObject({
    token: z
      .string()
      .regex(/^[0-9A-Za-z]{32}$/, "must be the token of a link")
      .meta({ secret: true, description: "The last part of the link.", examples: ["0".repeat(32)] }),
  }),
  output: z.object({ uploadId: z.string(), organisationId: z.string(), companyId: z.string() }),
  renderType: "record",
  summary: () => "A file of customers is being received",
  undo: { none: "The rows go with delete_import_upload." },

  async run({ system, note }, { token }) {
    const [claimed] = await system.$queryRaw<Claimed[]>`
      UPDATE import_uploads u SET status = 'receiving',
        leased_until = clock_timestamp() + ${LEASE_MINUTES}::int * interval '1 minute'
      FROM organisations o
      WHERE u.token_hash = ${hashToken(token)} AND o.id = u.organisation_id AND o.deleted_at IS NULL
        AND u.expires_at > clock_timestamp()
        AND (u.status = 'waiting' OR (u.status = 'receiving' AND u.leased_until < clock_timestamp()))
      RETURNING u.id, u.organisation_id AS "organisationId", u.company_id AS "companyId"`;
    if (!claimed) {
      throw new OperationError("not_found", {
        message: "This link is unknown, over, or its file has arrived already.",
        hint: "Ask for a new link with create_import_upload.",
      });
    }
    const { id: uploadId, organisationId, companyId } = claimed;
    note({ organisationId, entityId: uploadId });
    return { uploadId, organisationId, companyId };
  },
});
