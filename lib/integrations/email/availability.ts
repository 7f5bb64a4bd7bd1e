import "server-only";
import { systemDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { providerMark } from "./current-transport";

interface Evidence {
  misconfigured: number;
  mails: number;
  attempts: number;
}

/**
 * Whether a mail queued now would probably leave: false when the provider refused our settings, or when at least two mails
 * failed three times or more since the last that went out, all within five minutes. The evidence is the outbox itself, so
 * every instance sees the same circuit, and it closes with the first success, with new settings, or by the time.
 */
export async function emailAvailable(): Promise<boolean> {
  if (env().mailTransport === "outbox") return true;
  const [evidence] = await systemDb().$queryRaw<Evidence[]>`
    WITH attempted AS (
      SELECT m.sent_at IS NOT NULL AS left_us, split_part(m.last_error, ':', 1) AS failure, m.attempts,
             coalesce(m.sent_at, least(m.leased_until, now())) AS ended_at
      FROM unnest(ARRAY['queued', 'sent', 'delivered', 'delayed', 'bounced', 'dropped']) AS states(status)
      CROSS JOIN LATERAL (
        SELECT * FROM outbox_mails WHERE outbox_mails.status = states.status ORDER BY next_attempt_at DESC LIMIT 20
      ) m
      WHERE m.provider = ${providerMark()}
        AND coalesce(m.sent_at, least(m.leased_until, now())) > now() - interval '5 minutes'
    ), failed AS (
      SELECT failure, attempts FROM attempted
      WHERE NOT left_us AND failure IN ('retryable', 'misconfigured')
        AND ended_at > coalesce((SELECT max(ended_at) FROM attempted WHERE left_us), '-infinity')
    )
    SELECT count(*) FILTER (WHERE failure = 'misconfigured')::int AS misconfigured, count(*)::int AS mails,
           coalesce(sum(attempts), 0)::int AS attempts
    FROM failed`;
  if (!evidence) return true;
  return evidence.misconfigured === 0 && !(evidence.mails >= 2 && evidence.attempts >= 3);
}
