import type { DatabaseClient } from "@/lib/db/client";
import { newId } from "./ids";

/** A mail to send after the commit. `data` holds what the template needs; a code or key never stands in it. */
export interface MailToQueue {
  template: string;
  to: string;
  locale: string;
  data?: Record<string, string | number | boolean | null>;
  organisationId?: string | null;
  /** The code request whose code the template shows; the code is derived when the mail is rendered. */
  verificationId?: string;
  /** After this many seconds the mail is dropped instead of sent. */
  lifeSeconds?: number;
  /** It is not sent earlier, for whom it would wake. */
  notBefore?: Date | null;
}

/**
 * Writes an outbox row in the caller's transaction and returns its id. The row is the truth: a trigger wakes the worker on
 * commit, and a sweep finds rows whose wake-up was lost. The life counts on the database's clock.
 */
export async function queueMail(db: DatabaseClient, mail: MailToQueue): Promise<string> {
  const id = newId("mail");
  const data = JSON.stringify(mail.data ?? {});
  const life = mail.lifeSeconds ?? null;
  await db.$executeRaw`
    INSERT INTO outbox_mails (id, organisation_id, template, recipient, locale, data, verification_id, not_after, next_attempt_at)
    VALUES (${id}, ${mail.organisationId ?? null}, ${mail.template}, ${mail.to}, ${mail.locale}, ${data}::jsonb,
            ${mail.verificationId ?? null}, now() + ${life}::int * interval '1 second',
            greatest(now(), ${mail.notBefore ?? null}::timestamptz))`;
  return id;
}
