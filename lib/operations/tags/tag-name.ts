import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { noSuch } from "@/lib/kernel/refusals";
import { fold } from "../accounts/search-text";

/** The live tag. Throws not_found. */
export async function requireTag(db: DatabaseClient, id: string) {
  const row = await db.tag.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw noSuch("tagId", "tag", "list_tags");
  return row;
}

/** The key a name is unique by. Throws conflict with the tag that has it. */
export async function freeNameKey(db: DatabaseClient, name: string, exceptId?: string): Promise<string> {
  const nameKey = fold(name);
  const other = await db.tag.findFirst({
    where: { nameKey, deletedAt: null, ...(exceptId ? { id: { not: exceptId } } : {}) },
  });
  if (other) {
    throw new OperationError("conflict", {
      reason: "tagName",
      message: `name: there is already a tag "${other.name}"`,
      hint: "Use that tag: its id is in details.tagId.",
      details: { field: "name", tagId: other.id, name: other.name },
    });
  }
  return nameKey;
}
