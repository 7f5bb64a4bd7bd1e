import "server-only";
import { Prisma, systemDb } from "@/lib/db/client";
import { env } from "@/lib/env";

const CHUNK = 5_000;

type Rule = [table: string, condition: string];

/** What is kept no longer than it is needed, and until when. */
function rules(): Rule[] {
  const { keepMailDays, keepAuditDays } = env();
  const oldEvents: Rule = ["system_audit_events", `occurred_at < now() - interval '${keepAuditDays} days'`];
  return [
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
    ["outbox_mails", `status <> 'queued' AND created_at < now() - interval '${keepMailDays} days'`],
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
    // Milliseconds of the database's clock (lib/auth/limiter.ts).
    ["rate_limits", "expire < (extract(epoch FROM now()) * 1000)::bigint"],
    ...(keepAuditDays > 0 ? [oldEvents] : []),
  ];
}

/** Deletes what outlived its purpose, in chunks, so that no statement holds locks for long. Returns rows by table. */
export async function removeExpiredRows(): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const [table, condition] of rules()) {
    const remove = () =>
      systemDb().$executeRaw(
        Prisma.sql`DELETE FROM ${Prisma.raw(table)} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${Prisma.raw(table)} WHERE ${Prisma.raw(condition)} LIMIT ${CHUNK}))`,
      );
    removed[table] = (removed[table] ?? 0) + (await inChunks(remove));
  }
  const { keepAuditDays } = env();
  if (keepAuditDays > 0) removed.audit_events = await inChunks(() => removeOldEvents(keepAuditDays));
  return removed;
}

async function inChunks(remove: () => Promise<number>): Promise<number> {
  let total = 0;
  let count: number;
  do {
    count = await remove();
    total += count;
  } while (count === CHUNK);
  return total;
}

/** Organisation by organisation, because that is how their index is ordered: the whole trail is never read through. */
function removeOldEvents(days: number): Promise<number> {
  return systemDb().$executeRaw`
    DELETE FROM audit_events WHERE ctid = ANY(ARRAY(
      SELECT old.ctid FROM organisations o CROSS JOIN LATERAL (
        SELECT e.ctid FROM audit_events e
        WHERE e.organisation_id = o.id AND e.occurred_at < now() - ${days}::int * interval '1 day' LIMIT ${CHUNK}
      ) old LIMIT ${CHUNK}))`;
}
