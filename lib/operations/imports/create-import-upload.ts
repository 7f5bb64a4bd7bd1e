import "server-only";
import { z } from "zod";
import { env } from "@/lib/env";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { instant, lineOfText } from "@/lib/kernel/fields";
import { newId, randomPart } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { deleteImportUpload } from "./delete-import-upload";
import { hashToken, KEPT_DAYS, LINK_MINUTES, MOST_FILE_BYTES } from "./upload";

const TOKEN_LENGTH = 32;
const MOST_WAITING = 20;
const removal = (): AnyOperation => deleteImportUpload;

const link = (token: string) => `${env().appUrl}/api/uploads/${token}`;

const answer = (id: string, token: string, expiresAt: Date) => ({
  uploadId: id,
  url: link(token),
  command: `curl -T FILE ${link(token)}`,
  maxBytes: MOST_FILE_BYTES,
  expiresAt: expiresAt.toISOString(),
  keptDays: KEPT_DAYS,
});

export const createImportUpload = defineOperation({
  name: "create_import_upload",
  title: "Make a link for a file of customers",
  description: `Makes a link that takes one CSV or .xlsx file (first sheet) of customers for ${LINK_MINUTES} minutes: run the command in the answer with the file's path in place of FILE, or give the link to the user. Then call import_accounts with the uploadId and preview true. The rows are deleted ${KEPT_DAYS} days later. For up to 2,000 rows at hand import_accounts takes them directly.`,
  area: "contacts",
  effect: "create",
  scopes: ["contacts:write"],
  input: z.strictObject({
    label: lineOfText(1, 200)
      .optional()
      .meta({ description: "What this list is, such as the file's name.", examples: ["members-2026.csv"] }),
  }),
  output: z.object({
    uploadId: z.string(),
    url: z.string().meta({ secret: true, description: "The link; it works once and shows nothing." }),
    command: z.string().meta({ secret: true }),
    maxBytes: z.int(),
    expiresAt: instant,
    keptDays: z.int(),
  }),
  renderType: "link",
  summary: ({ uploadId }) => `Link for one file, ${uploadId}, open for ${LINK_MINUTES} minutes`,
  undo: undoById(removal, "uploadId"),

  async run({ db, caller, note }, { label }) {
    const { organisationId, companyId } = caller.workspace;
    const waiting = await db.importUpload.count({ where: { status: "waiting", expiresAt: { gt: new Date() } } });
    if (waiting >= MOST_WAITING) {
      throw new OperationError("precondition_failed", {
        reason: "mostLinks",
        message: `${MOST_WAITING} links are waiting for their file already.`,
        hint: "Use one of them, or delete_import_upload those that are not needed.",
        details: { most: MOST_WAITING },
      });
    }
    const id = newId("upl");
    const token = randomPart(TOKEN_LENGTH);
    const [row] = await db.$queryRaw<{ expiresAt: Date }[]>`
      INSERT INTO import_uploads (organisation_id, company_id, id, label, token_hash, expires_at, actor_label)
      VALUES (${organisationId}, ${companyId}, ${id}, ${label ?? null}, ${hashToken(token)},
        now() + ${LINK_MINUTES}::int * interval '1 minute', ${caller.actor.label})
      RETURNING expires_at AS "expiresAt"`;
    note({ entityId: id, after: { uploadId: id, label: label ?? null } });
    return answer(id, token, row?.expiresAt ?? new Date());
  },

  reissue,
});

/** A repeated call gets a new link for the same file; the one before, which nobody may have received, is dead. */
async function reissue({ db }: TenantContext, stored: Record<string, unknown>) {
  const { uploadId } = z.object({ uploadId: z.string() }).parse(stored);
  const token = randomPart(TOKEN_LENGTH);
  const row = await db.importUpload.findFirst({ where: { id: uploadId, status: "waiting" } });
  if (!row) {
    throw new OperationError("idempotency_conflict", {
      message: "The file of this link has arrived, or the link was deleted.",
      hint: "get_import with this uploadId shows its state; use a new idempotencyKey for another file.",
      details: { uploadId },
    });
  }
  await db.importUpload.updateMany({ where: { id: uploadId }, data: { tokenHash: hashToken(token) } });
  return answer(uploadId, token, row.expiresAt);
}
