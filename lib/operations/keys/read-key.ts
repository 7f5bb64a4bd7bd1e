import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { CallerKey, TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";

/** The row of a key of this organisation. Throws not_found. */
export async function readKey(db: DatabaseClient, organisationId: string, id: string) {
  const row = await db.apiKey.findUnique({ where: { organisationId_id: { organisationId, id } } });
  if (!row)
    throw new OperationError("not_found", { message: "keyId: there is no such key", details: { field: "keyId" } });
  return row;
}

/** Lets people manage every key, and a key only itself and what it created. */
export async function readManagedKey({ db, caller }: TenantContext, id: string) {
  const row = await readKey(db, caller.workspace.organisationId, id);
  if (isOutsideFamily(caller.key, row)) {
    throw new OperationError("forbidden", {
      reason: "keyOwnOnly",
      message: "A key may manage only itself and the keys it created.",
      hint: "The owner can do this in the portal: Settings → MCP Keys.",
    });
  }
  return row;
}

function isOutsideFamily(key: CallerKey | null, row: { id: string; ancestorIds: string[] }): boolean {
  return key !== null && row.id !== key.id && !row.ancestorIds.includes(key.id);
}
