import "server-only";
import { normalizeMailbox } from "@/lib/auth/mailbox";

/** A small text file that travels with a mail, such as a calendar entry. */
export interface Attachment {
  filename: string;
  contentType: string;
  content: string;
}

/** A rendered mail. `subject` never holds text that a stranger chose. */
export interface EmailMessage {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Shown in the server's terminal by the local outbox; no other transport looks at it. */
  code?: string | undefined;
  attachments?: readonly Attachment[] | undefined;
}

export interface SendOptions {
  /** The outbox row's id: a provider that has seen it before sends nothing again. */
  idempotencyKey: string;
  /** Aborts a send that takes too long or outlives the server. */
  signal: AbortSignal;
}

/** One way for mail to leave. `send` throws DeliveryError. */
export interface EmailTransport {
  name: "resend" | "smtp" | "outbox";
  send(message: EmailMessage, options: SendOptions): Promise<{ providerMessageId: string | null }>;
}

/**
 * Why a mail did not leave. `retryable`: the provider or the way to it is in trouble; `permanent`: this mail will never be
 * accepted; `misconfigured`: no mail will, until the operator changes a setting.
 */
export type DeliveryFailure = "retryable" | "permanent" | "misconfigured";

export class DeliveryError extends Error {
  override name = "DeliveryError";

  constructor(
    readonly failure: DeliveryFailure,
    message: string,
    /** How long the provider asked us to wait. */
    readonly retryAfterMs = 0,
  ) {
    super(message);
  }
}

/** Refuses a mail whose reader is not exactly one address, or that would end a header line early and begin another. */
export function assertDeliverable({ from, to, subject }: EmailMessage): void {
  if (normalizeMailbox(to) !== to) throw new DeliveryError("permanent", "The reader is not one mail address");
  if (/\p{Cc}/u.test(from + subject)) throw new DeliveryError("permanent", "A header holds a control character");
}
