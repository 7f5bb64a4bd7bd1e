import "server-only";
import nodemailer from "nodemailer";
import { env } from "@/lib/env";
import { DeliveryError, type DeliveryFailure, type EmailTransport } from "./transport";

/** Each step of the conversation; the whole send is bounded by the caller's signal. */
const STEP_TIMEOUT_MS = 8_000;

/** What nodemailer adds to its errors. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

/**
 * Mail through any SMTP server (SMTP_URL). SMTP knows no idempotency key: a retry carries the same Message-ID, by which
 * receiving servers recognise a copy.
 */
export function openSmtp(): EmailTransport {
  const timeouts = {
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    dnsTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
  };
  return {
    name: "smtp",
    async send({ from, to, subject, html, text, attachments = [] }, { idempotencyKey, signal }) {
      const mailer = nodemailer.createTransport({ url: env().smtpUrl, ...timeouts });
      const sending = mailer.sendMail({
        from,
        to: { name: "", address: to },
        subject,
        html,
        text,
        attachments: [...attachments],
        messageId: `<${idempotencyKey}@${senderDomain(from)}>`,
        headers: { "Auto-Submitted": "auto-generated" },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        const { messageId } = await unlessAborted(sending, signal);
        return { providerMessageId: messageId };
      } catch (error) {
        throw toDeliveryError(error as SmtpError);
      } finally {
        mailer.close();
      }
    },
  };
}

function senderDomain(from: string): string {
  return /@([^\s@>]+)>?$/.exec(from)?.[1] ?? "localhost";
}

/** nodemailer cannot be aborted; its late answer is ignored. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => {});
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Error("the SMTP server took too long"));
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function failureOf({ code, command, responseCode = 0 }: SmtpError): DeliveryFailure {
  if (responseCode >= 400 && responseCode < 500) return "retryable";
  if (code === "EAUTH" || code === "ENOAUTH" || code === "ETLS") return "misconfigured";
  // The sender or the session was refused, not this mail's reader or text.
  if (responseCode >= 500) return command === "RCPT TO" || command === "DATA" ? "permanent" : "misconfigured";
  return code === "EMESSAGE" || code === "EENVELOPE" ? "permanent" : "retryable";
}

function toDeliveryError(error: SmtpError): DeliveryError {
  return new DeliveryError(failureOf(error), `SMTP ${error.code ?? ""} ${error.message}`);
}
