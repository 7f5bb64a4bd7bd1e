import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { systemDb } from "@/lib/db/client";
import { currentTransport, providerMark } from "@/lib/integrations/email/current-transport";
import { senderOf } from "@/lib/integrations/email/envelope";
import { type MailRow, renderMail } from "@/lib/integrations/email/render-mail";
import { assertDeliverable, DeliveryError } from "@/lib/integrations/email/transport";
import { log, scrub } from "@/lib/kernel/log";
import { mails } from "@/lib/telemetry/instruments";
import { traced } from "@/lib/telemetry/trace";
import { dropLate, MAX_ATTEMPTS } from "./mail-life";

/** A mail belongs to one worker for this long; whoever has not finished by then has lost it to the next. */
const LEASE_MS = 30_000;
/** Leaves room inside the lease for rendering and for writing the result. */
const SEND_LIMIT_MS = 10_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;

interface ClaimedMail extends MailRow {
  id: string;
  recipient: string;
  /** Counts claims, so it also proves whose claim a result belongs to. */
  attempts: number;
  /** How long the mail may still be sent; null: as long as it takes. */
  lifeMs: number | null;
}

export type Outcome = "sent" | "dropped" | "postponed" | "not_ours";

/**
 * Sends one mail of the outbox, if it is due and nobody else is at it. Safe to call at any time, any number of times, from
 * any process: the row's lease on the database's clock decides. `signal` aborts a send when the process stops.
 */
export function deliverMail(id: string, signal?: AbortSignal): Promise<Outcome> {
  return traced("deliver mail", { attributes: { "favcrm.mail_id": id } }, async (span) => {
    const outcome = await attempt(id, signal);
    mails.add([outcome]);
    span.setAttribute("favcrm.outcome", outcome);
    return outcome;
  });
}

async function attempt(id: string, signal?: AbortSignal): Promise<Outcome> {
  const mail = await claim(id);
  if (!mail) return (await dropLate(id)) > 0 ? "dropped" : "not_ours";
  let providerMessageId: string | null;
  try {
    providerMessageId = await send(mail, performance.now(), signal);
  } catch (error) {
    return signal?.aborted ? giveBack(mail) : recordFailure(mail, error);
  }
  await markSent(mail.id, providerMessageId);
  return "sent";
}

async function claim(id: string): Promise<ClaimedMail | undefined> {
  const [mail] = await systemDb().$queryRaw<ClaimedMail[]>`
    UPDATE outbox_mails m
    SET leased_until = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond', attempts = attempts + 1
    FROM (
      SELECT c.id AS mail_id,
        -- A code whose request was already cleared away died long ago.
        CASE WHEN c.verification_id IS NULL THEN c.not_after
             ELSE least(c.not_after, coalesce(v.expires_at, '-infinity')) END AS ends_at,
        jsonb_build_object('payload', v.payload, 'ip', v.ip, 'client', v.user_agent, 'expiresAt', v.expires_at) AS request
      FROM outbox_mails c LEFT JOIN verification_requests v ON v.id = c.verification_id WHERE c.id = ${id}
    ) life
    WHERE m.id = life.mail_id AND m.status = 'queued' AND m.attempts < ${MAX_ATTEMPTS}
      AND m.next_attempt_at <= clock_timestamp()
      AND (m.leased_until IS NULL OR m.leased_until <= clock_timestamp())
      AND (life.ends_at IS NULL OR life.ends_at > clock_timestamp())
    RETURNING m.id, m.template, m.recipient, m.locale, m.data, m.verification_id AS "verificationId", m.attempts,
              m.created_at AS "createdAt", m.not_after AS "notAfter", life.request,
              (extract(epoch FROM life.ends_at - clock_timestamp()) * 1000)::float8 AS "lifeMs"`;
  return mail;
}

async function send(mail: ClaimedMail, claimedAt: number, signal?: AbortSignal): Promise<string | null> {
  const message = { from: senderOf(), to: mail.recipient, ...(await renderMail(mail)) };
  assertDeliverable(message);
  const left = Math.min(SEND_LIMIT_MS, mail.lifeMs ?? SEND_LIMIT_MS) - (performance.now() - claimedAt);
  if (left < 1) throw new DeliveryError("retryable", "The process was asleep between claiming and sending");
  const limit = AbortSignal.timeout(Math.floor(left));
  const options = { idempotencyKey: mail.id, signal: signal ? AbortSignal.any([signal, limit]) : limit };
  const transport = currentTransport();
  const reach = { attributes: { "favcrm.mail_transport": transport.name }, isOutward: true };
  return (await traced("send mail", reach, () => transport.send(message, options))).providerMessageId;
}

/** The provider has the mail. Tried more than once, because forgetting it means asking the provider again. */
async function markSent(id: string, providerMessageId: string | null, triesLeft = 3): Promise<void> {
  try {
    await systemDb().$executeRaw`
      UPDATE outbox_mails SET status = 'sent', sent_at = clock_timestamp(), provider = ${providerMark()},
        provider_message_id = ${providerMessageId}, leased_until = NULL, last_error = NULL
      WHERE id = ${id} AND status = 'queued'`;
  } catch (error) {
    if (triesLeft <= 1) throw error;
    await sleep(1_000);
    await markSent(id, providerMessageId, triesLeft - 1);
  }
}

async function giveBack({ id, attempts }: ClaimedMail): Promise<Outcome> {
  await systemDb().$executeRaw`
    UPDATE outbox_mails SET leased_until = NULL, attempts = attempts - 1
    WHERE id = ${id} AND status = 'queued' AND attempts = ${attempts}`;
  return "postponed";
}

/**
 * Keeps what went wrong (its kind first, for `emailAvailable`) and when to try again, or drops the mail for good. The end of
 * the lease becomes the time of the attempt.
 */
async function recordFailure(mail: ClaimedMail, error: unknown): Promise<Outcome> {
  const { failure, retryAfterMs, reason } = understand(error);
  const isOver = failure === "permanent" || mail.attempts >= MAX_ATTEMPTS;
  const waitMs = Math.min(Math.max(FIRST_WAIT_MS * 2 ** (mail.attempts - 1), retryAfterMs), LONGEST_WAIT_MS);
  const lastError = `${failure}: ${redact(reason, mail)}`.slice(0, 300);
  await systemDb().$executeRaw`
    UPDATE outbox_mails SET status = ${isOver ? "dropped" : "queued"}, leased_until = clock_timestamp(),
      next_attempt_at = clock_timestamp() + ${Math.round(waitMs)}::int * interval '1 millisecond',
      provider = ${providerMark()}, last_error = ${lastError}
    WHERE id = ${mail.id} AND status = 'queued' AND attempts = ${mail.attempts}`;
  const level = failure === "misconfigured" ? "error" : "warn";
  log()[level]({ mailId: mail.id, attempts: mail.attempts, dropped: isOver, reason: lastError }, "A mail was not sent");
  return isOver ? "dropped" : "postponed";
}

function understand(error: unknown) {
  if (!(error instanceof DeliveryError)) {
    // Writing a mail touches nothing outside, so what fails once fails always.
    return { failure: "permanent" as const, retryAfterMs: 0, reason: `The mail cannot be written: ${String(error)}` };
  }
  const { failure, retryAfterMs, message: reason } = error;
  return { failure, retryAfterMs, reason };
}

/** Providers repeat the address they refuse, and might repeat the text. */
function redact(reason: string, { recipient }: ClaimedMail): string {
  return scrub(reason.replaceAll(recipient, "[mailbox]")).replace(/\b\d{6}\b/g, "[digits]");
}
