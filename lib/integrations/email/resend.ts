import "server-only";
import { type ErrorResponse, Resend } from "resend";
import { env } from "@/lib/env";
import { DeliveryError, type DeliveryFailure, type EmailTransport } from "./transport";

/** Name of the tag that carries the outbox row's id. */
export const MAIL_TAG = "mail_id";
const DEFAULT_BASE_URL = "https://api.resend.com";
/** Told by the provider's documentation: these speak about the account or its sender, whatever the mail. */
const ABOUT_THE_ACCOUNT = [
  "missing_api_key",
  "invalid_api_key",
  "restricted_api_key",
  "invalid_from_address",
  "invalid_access",
  "invalid_region",
  "not_found",
  "method_not_allowed",
];
const ABOUT_THE_MOMENT = [
  "concurrent_idempotent_requests",
  "rate_limit_exceeded",
  "daily_quota_exceeded",
  "monthly_quota_exceeded",
  "application_error",
  "internal_server_error",
];

/** Mail through Resend's HTTP API (RESEND_API_KEY, RESEND_BASE_URL). */
export function openResend(): EmailTransport {
  const baseUrl = env().resendBaseUrl?.replace(/\/+$/, "") ?? DEFAULT_BASE_URL;
  const client = new Resend(env().resendApiKey, { baseUrl });
  return {
    name: "resend",
    async send({ from, to, subject, html, text, attachments = [] }, { idempotencyKey, signal }) {
      const headers = { "Auto-Submitted": "auto-generated" };
      // Comes back with every report about this mail (resend-webhook.ts).
      const tags = [{ name: MAIL_TAG, value: idempotencyKey }];
      const files = attachments.map(({ filename, contentType, content }) => ({
        filename,
        contentType,
        content: Buffer.from(content).toString("base64"),
      }));
      const mail = {
        from,
        to: [to],
        subject,
        html,
        text,
        headers,
        tags,
        ...(files.length > 0 ? { attachments: files } : {}),
      };
      // The package hands its options on to fetch, though its types do not say so.
      const options = { idempotencyKey, signal };
      const { data, error, headers: answered } = await client.emails.send(mail, options);
      if (!error) return { providerMessageId: data.id };
      // The key was seen with other content (a template changed between two attempts): the first one was accepted.
      if (error.name === "invalid_idempotent_request") return { providerMessageId: null };
      throw new DeliveryError(failureOf(error), explain(error), retryAfterMs(answered));
    },
  };
}

function failureOf({ name, statusCode }: ErrorResponse): DeliveryFailure {
  if (ABOUT_THE_ACCOUNT.includes(name) || statusCode === 401 || statusCode === 403) return "misconfigured";
  if (ABOUT_THE_MOMENT.includes(name) || !statusCode || statusCode === 429 || statusCode >= 500) return "retryable";
  return "permanent";
}

function explain({ name, statusCode, message }: ErrorResponse): string {
  return `Resend answered ${statusCode ?? "nothing"} ${name ?? ""}: ${message ?? ""}`;
}

function retryAfterMs(headers: Record<string, string> | null): number {
  const seconds = Number(headers?.["retry-after"] ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0;
}
