import "server-only";
import { z } from "zod";
import { type DatabaseClient, Prisma } from "@/lib/db/client";

/** What a merge did, so that it can be taken back exactly. */
export const mergeRecord = z.object({
  /** Ids of rows that went from the merged customer to the surviving one, by table. */
  moved: z.record(z.string(), z.array(z.string())),
  /** Ids of what the survivor was given a copy of. */
  tagIds: z.array(z.string()),
  segmentIds: z.array(z.string()),
  definitionIds: z.array(z.string()),
  consentIds: z.array(z.string()),
  supersededConsentIds: z.array(z.string()),
  /** Empty fields of the survivor that were filled, as JSON. */
  filled: z.record(z.string(), z.unknown()),
  primaryContactId: z.string().nullable(),
  lastActivityAt: z.string(),
  lastBookingAt: z.string().nullable(),
});
export type MergeRecord = z.output<typeof mergeRecord>;

/** Tables whose rows belong to one customer and follow it. */
export const FOLLOWING = ["contacts", "notes", "deals", "tasks", "bookings", "waitlist_entries"] as const;

/** Moves the rows of one customer to another; returns their ids by table. */
export async function moveRows(db: DatabaseClient, fromId: string, toId: string): Promise<Record<string, string[]>> {
  const moved: Record<string, string[]> = {};
  for (const table of FOLLOWING) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      UPDATE ${Prisma.raw(table)} SET account_id = ${toId} WHERE account_id = ${fromId} RETURNING id`;
    moved[table] = rows.map(({ id }) => id);
  }
  const referred = await db.$queryRaw<{ id: string }[]>`
    UPDATE accounts SET referred_by_account_id = ${toId}
    WHERE referred_by_account_id = ${fromId} AND id <> ${toId} RETURNING id`;
  moved.referred = referred.map(({ id }) => id);
  return moved;
}

/** Moves rows back that are still where the merge put them. */
export async function moveRowsBack(
  db: DatabaseClient,
  moved: MergeRecord["moved"],
  fromId: string,
  toId: string,
): Promise<void> {
  for (const table of FOLLOWING) {
    const ids = moved[table] ?? [];
    if (ids.length === 0) continue;
    await db.$executeRaw`
      UPDATE ${Prisma.raw(table)} SET account_id = ${toId} WHERE account_id = ${fromId} AND id = ANY(${ids}::text[])`;
  }
  await db.$executeRaw`
    UPDATE accounts SET referred_by_account_id = ${toId}
    WHERE referred_by_account_id = ${fromId} AND id = ANY(${moved.referred ?? []}::text[])`;
}

/** Gives the survivor copies of tags, picked segments and field values it lacks; the merged customer keeps its own. */
export async function copyBelongings(db: DatabaseClient, fromId: string, toId: string) {
  const tags = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO account_tags (organisation_id, company_id, tag_id, account_id)
    SELECT organisation_id, company_id, tag_id, ${toId} FROM account_tags WHERE account_id = ${fromId}
    ON CONFLICT DO NOTHING RETURNING tag_id AS id`;
  const segments = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO segment_members (organisation_id, company_id, segment_id, account_id)
    SELECT organisation_id, company_id, segment_id, ${toId} FROM segment_members WHERE account_id = ${fromId}
    ON CONFLICT DO NOTHING RETURNING segment_id AS id`;
  const definitions = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO custom_field_values (organisation_id, company_id, definition_id, entity_id, position, value, number_value,
      date_value, account_id)
    SELECT organisation_id, company_id, definition_id, ${toId}, position, value, number_value, date_value, ${toId}
    FROM custom_field_values v WHERE entity_id = ${fromId} AND NOT EXISTS (
      SELECT FROM custom_field_values o WHERE o.definition_id = v.definition_id AND o.entity_id = ${toId})
    RETURNING definition_id AS id`;
  const ids = (rows: { id: string }[]) => [...new Set(rows.map(({ id }) => id))];
  return { tagIds: ids(tags), segmentIds: ids(segments), definitionIds: ids(definitions) };
}

/** Takes those copies away again. */
export async function dropBelongings(
  db: DatabaseClient,
  { tagIds, segmentIds, definitionIds }: MergeRecord,
  id: string,
): Promise<void> {
  await db.accountTag.deleteMany({ where: { accountId: id, tagId: { in: tagIds } } });
  await db.segmentMember.deleteMany({ where: { accountId: id, segmentId: { in: segmentIds } } });
  await db.customFieldValue.deleteMany({ where: { accountId: id, definitionId: { in: definitionIds } } });
}
