import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { type AccountRow, toAccountView, UPDATABLE } from "./account";

/** A field in which two customers differed: the survivor's value stays, the other stands on the merged customer only. */
export const keptField = z.object({ field: z.string(), kept: z.string(), left: z.string() });
export type KeptField = z.output<typeof keptField>;

/** What the survivor has otherwise than the merged customer, custom fields among it as `custom:name`. */
export async function differencesOf(
  db: DatabaseClient,
  survivor: AccountRow,
  merged: AccountRow,
): Promise<KeptField[]> {
  const [ours, theirs] = [await textsOf(db, survivor), await textsOf(db, merged)];
  return [...theirs].flatMap(([field, left]) => {
    const kept = ours.get(field);
    return kept === undefined || kept === left ? [] : [{ field, kept, left }];
  });
}

async function textsOf(db: DatabaseClient, row: AccountRow): Promise<Map<string, string>> {
  const view: Record<string, unknown> = toAccountView(row);
  const texts = new Map(
    UPDATABLE.flatMap((name) => (view[name] === null ? [] : [[name, String(view[name])] as const])),
  );
  const values = await db.customFieldValue.findMany({
    where: { accountId: row.id, definition: { deletedAt: null } },
    include: { definition: { select: { fieldName: true } } },
    orderBy: { position: "asc" },
  });
  for (const { value, definition } of values) {
    const field = `custom:${definition.fieldName}`;
    const before = texts.get(field);
    texts.set(field, before === undefined ? value : `${before}; ${value}`);
  }
  return texts;
}
