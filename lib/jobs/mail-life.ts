import "server-only";
import { systemDb } from "@/lib/db/client";
import { gauge } from "@/lib/telemetry/metrics";

/** With waits that double up to an hour, the last attempt is made about ten hours after the first. */
export const MAX_ATTEMPTS = 20;

/**
 * Drops queued mails that nobody may send any more: their life is over (the database's clock decides), or every attempt was
 * used up by processes that died. One mail, or all of them. Returns how many.
 */
export async function dropLate(id: string | null = null): Promise<number> {
  return systemDb().$executeRaw`
    UPDATE outbox_mails m
    SET status = 'dropped', last_error = coalesce(last_error || '; ', '') || 'expired: its life ended before it was sent'
    WHERE status = 'queued' AND (${id}::text IS NULL OR id = ${id})
      AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      AND (attempts >= ${MAX_ATTEMPTS} OR not_after <= clock_timestamp() OR (
        verification_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM verification_requests v WHERE v.id = m.verification_id AND v.expires_at > clock_timestamp())))`;
}

/** Ids of mails that are due and in nobody's hands, longest due first. */
export async function dueMails(limit: number): Promise<string[]> {
  const rows = await systemDb().$queryRaw<{ id: string }[]>`
    SELECT id FROM outbox_mails
    WHERE status = 'queued' AND next_attempt_at <= now() AND (leased_until IS NULL OR leased_until <= now())
    ORDER BY next_attempt_at LIMIT ${limit}`;
  return rows.map((row) => row.id);
}

/** Lets the outbox be seen among the metrics: how much waits, and whether anybody works through it. */
export function watchOutbox(): void {
  const depth = "Mails that wait: due now, or for their next attempt.";
  gauge({ name: "favcrm_outbox_mails", help: depth, labels: ["state"] }, async () => {
    const [row] = await systemDb().$queryRaw<{ due: number; later: number }[]>`
      SELECT count(*) FILTER (WHERE next_attempt_at <= now())::int AS due,
             count(*) FILTER (WHERE next_attempt_at > now())::int AS later
      FROM outbox_mails WHERE status = 'queued'`;
    return Object.entries(row ?? {}).map(([state, value]) => ({ values: [state], value }));
  });
  const age = "How long the mail that is due longest has been due; 0 when none is.";
  gauge({ name: "favcrm_outbox_oldest_due_seconds", help: age, labels: [] }, async () => {
    const [row] = await systemDb().$queryRaw<{ seconds: number }[]>`
      SELECT coalesce(extract(epoch FROM now() - min(next_attempt_at)), 0)::float8 AS seconds
      FROM outbox_mails WHERE status = 'queued' AND next_attempt_at <= now()`;
    return [{ values: [], value: row?.seconds ?? 0 }];
  });
}
