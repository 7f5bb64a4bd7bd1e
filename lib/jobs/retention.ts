import "server-only";
import { Prisma, systemDb } from "@/lib/db/client";

const CHUNK = 5_000;

/** What is kept no longer than it is needed, and until when. */
const EXPIRED: [table: string, condition: string][] = [
  ["verification_requests", "expires_at < now() - interval '1 day'"],
  ["passkey_challenges", "expires_at < now()"],
  ["pairings", "expires_at < now() - interval '1 day'"],
  ["idempotency_records", "expires_at < now()"],
  ["sessions", "expires_at < now() - interval '30 days'"],
  // Visitors look at booking pages all day; what they looked at is of no use after a month.
  [
    "system_audit_events",
    "actor_type = 'anonymous' AND effect = 'read' AND outcome = 'done' AND occurred_at < now() - interval '30 days'",
  ],
  ["outbox_mails", "status <> 'queued' AND created_at < now() - interval '30 days'"],
  // Rows first: a file may have more of them than one statement should delete.
  [
    "import_rows",
    `EXISTS (SELECT FROM import_uploads u WHERE u.organisation_id = import_rows.organisation_id
      AND u.company_id = import_rows.company_id AND u.id = import_rows.upload_id
      AND coalesce(u.delete_after, u.expires_at) < now() - CASE WHEN u.delete_after IS NULL THEN interval '1 day' ELSE interval '0' END)`,
  ],
  [
    "import_uploads",
    "coalesce(delete_after, expires_at) < now() - CASE WHEN delete_after IS NULL THEN interval '1 day' ELSE interval '0' END",
  ],
  // The limiter's clock counts milliseconds.
  ["rate_limits", "expire < (extract(epoch FROM now()) * 1000)::bigint"],
];

/** Deletes what outlived its purpose, in chunks, so that no statement holds locks for long. Returns rows by table. */
export async function removeExpiredRows(): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const [table, condition] of EXPIRED) {
    let count: number;
    do {
      count = await systemDb().$executeRaw(
        Prisma.sql`DELETE FROM ${Prisma.raw(table)} WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM ${Prisma.raw(table)} WHERE ${Prisma.raw(condition)} LIMIT ${CHUNK}))`,
      );
      removed[table] = (removed[table] ?? 0) + count;
    } while (count === CHUNK);
  }
  return removed;
}
