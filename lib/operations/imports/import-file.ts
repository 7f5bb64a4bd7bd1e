import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { noSuch } from "@/lib/kernel/refusals";

/** The file whose rows have arrived. Throws not_found, or precondition_failed while they have not. */
export async function requireFile(db: DatabaseClient, uploadId: string) {
  const upload = await db.importUpload.findFirst({ where: { id: uploadId } });
  if (!upload) throw noSuch("uploadId", "file", "list_imports");
  if (upload.status === "ready") return upload;
  throw new OperationError("precondition_failed", {
    reason: "fileFailed",
    message: upload.failure ? `The file was not taken in: ${upload.failure}` : "The file has not arrived yet.",
    hint: "Send it to the link of create_import_upload, then call again.",
    details: { status: upload.status },
  });
}
