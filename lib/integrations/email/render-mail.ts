import "server-only";
import { bookingUrl } from "@/lib/auth/booking-links";
import { codeOf } from "@/lib/auth/codes";
import { inviteUrl } from "@/lib/auth/invites";
import { calendarInvite } from "./calendar-invite";
import { isTemplateName, subjectOf } from "./envelope";
import type { MailData } from "./templates/facts";
import { mailLocale } from "./templates/texts";
import { type Attachment, DeliveryError } from "./transport";

/** What a code mail tells about the request for its code. */
export interface MailRequest {
  payload: unknown;
  ip: string | null;
  client: string | null;
  expiresAt: Date | string | null;
}

/** The part of an outbox row that a mail is written from, with the code request that it belongs to. */
export interface MailRow {
  template: string;
  locale: string;
  data: unknown;
  verificationId: string | null;
  request: MailRequest | null;
  createdAt: Date;
  /** When the mail, and what it offers, ends. */
  notAfter: Date | null;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  code?: string;
  attachments?: Attachment[];
}

/**
 * Writes the mail of an outbox row. The same row gives the same bytes every time, because a provider that sees one
 * idempotency key with two contents refuses the second. Throws a permanent DeliveryError when the row cannot become a mail.
 */
export async function renderMail(row: MailRow): Promise<RenderedMail> {
  const { template } = row;
  if (!isTemplateName(template)) throw new DeliveryError("permanent", `There is no mail template ${template}`);
  const code = row.verificationId ? codeOf(row.verificationId) : undefined;
  if (template.endsWith("_code") && !code) throw new DeliveryError("permanent", "A code mail without a code request");
  // The templates and their renderer are large: a server that has no mail to write does not load them.
  const [{ mailElement }, { factsOf }, { render, toPlainText }] = await Promise.all([
    import("./templates"),
    import("./templates/facts"),
    import("@react-email/render"),
  ]);
  const locale = mailLocale(row.locale);
  const data = dataOf(row);
  const html = await render(mailElement(template, factsOf(data, locale), code ?? ""));
  const attachments = calendarInvite(template, data, row.createdAt);
  return {
    subject: subjectOf(template, locale),
    html,
    text: toPlainText(html),
    ...(code ? { code } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

/** The row's own data, over what its code request knows about who asked. Secrets are derived here, never stored. */
function dataOf({ createdAt, notAfter, data, request }: MailRow): MailData {
  const { payload, ...about } = request ?? {};
  const own = asData(data);
  const derived = typeof own.inviteId === "string" ? { acceptUrl: inviteUrl(own.inviteId) } : manageLink(own);
  return { at: createdAt, expiresAt: notAfter, ...asData(payload), ...about, ...own, ...derived };
}

/** The link of a customer's mail: to their booking, or to the place that the wait-list keeps for them. */
function manageLink({ organisationId, waitlistEntryId, bookingId }: MailData): MailData {
  const recordId = waitlistEntryId ?? bookingId;
  if (typeof recordId !== "string" || typeof organisationId !== "string") return {};
  return { manageUrl: bookingUrl({ organisationId, recordId }) };
}

function asData(value: unknown): MailData {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as MailData) : {};
}
