import { z } from "zod";
import type { MailToQueue } from "@/lib/kernel/outbox";
import { isChinese, spokenTo } from "./spoken-to";

/** What a customer is told about a booking. */
export type Notice = "confirmation" | "moved" | "substituted" | "relocated" | "cancelled" | "reminder";

export const notifyField = z
  .boolean()
  .default(true)
  .meta({ description: "Whether the customer is told by mail.", examples: [true] });

/** A booking as a notice needs it. */
export interface NoticeRow {
  id: string;
  organisationId: string;
  accountId: string | null;
  customerName: string;
  customerEmail: string | null;
  customerPhone: string | null;
  startsAt: Date;
  endsAt: Date;
  timezone: string;
  sequence: number;
  status: string;
  cancelReason: string | null;
  serviceName: string;
  staffName: string | null;
  resourceName: string | null;
  businessName: string;
  /** BCP 47: the customer's, else the company's. */
  language: string;
}

const SHORTEST_LIFE_SECONDS = 600;

/** The mail of a notice, or null for a customer without a mailbox. It dies with the booking's end: nobody reads it later. */
export function noticeMail(row: NoticeRow, notice: Notice): MailToQueue | null {
  if (!row.customerEmail) return null;
  return {
    template: `booking_${notice}`,
    to: row.customerEmail,
    locale: row.language,
    organisationId: row.organisationId,
    lifeSeconds: Math.max(SHORTEST_LIFE_SECONDS, Math.ceil((row.endsAt.getTime() - Date.now()) / 1_000)),
    data: {
      organisationId: row.organisationId,
      bookingId: row.id,
      businessName: row.businessName,
      customerName: row.customerName,
      attendee: row.customerEmail,
      serviceName: row.serviceName,
      staffName: row.staffName,
      resourceName: row.resourceName,
      startsAt: row.startsAt.toISOString(),
      endsAt: row.endsAt.toISOString(),
      timezone: row.timezone,
      sequence: row.sequence,
      isPending: row.status === "pending",
      ...(notice === "cancelled" ? { reason: row.cancelReason } : {}),
    },
  };
}

/** A confirmation of what the business has not confirmed yet says only that it was noted. */
type Saying = Notice | "noted";

const WORDS: Record<"en" | "zh", Record<Saying, string>> = {
  en: {
    noted: "your booking was noted and waits for our answer",
    confirmation: "your booking is confirmed",
    moved: "your booking has a new time",
    substituted: "your booking is with somebody else now",
    relocated: "your booking is in another room now",
    cancelled: "your booking was cancelled",
    reminder: "a reminder of your booking",
  },
  zh: {
    noted: "已收到你的預約，請等候確認",
    confirmation: "你的預約已確認",
    moved: "你的預約改了時間",
    substituted: "你的預約改由另一位同事負責",
    relocated: "你的預約改了場地",
    cancelled: "你的預約已取消",
    reminder: "預約提示",
  },
};

type TextRow = Pick<
  NoticeRow,
  "customerName" | "startsAt" | "timezone" | "serviceName" | "staffName" | "businessName" | "language"
>;

const sayingOf = (status: string, notice: Notice): Saying =>
  notice === "confirmation" && status === "pending" ? "noted" : notice;

/** A notice as a short message, to be sent by hand. */
export function noticeText(row: TextRow, notice: Saying): string {
  const { businessName, serviceName, language } = row;
  const when = spokenTo(language, row.startsAt.getTime(), row.timezone);
  const who = notice === "substituted" ? row.staffName : null;
  if (!isChinese(language)) {
    return `${businessName}: ${WORDS.en[notice]}. ${serviceName}, ${when}.${who ? ` ${who}.` : ""}`;
  }
  return `${businessName}：${WORDS.zh[notice]}。${serviceName}，${when}。${who ? `負責人：${who}。` : ""}`;
}

/** What somebody sends by hand to a customer who has a phone and no mailbox; null without a phone. */
export function noticeTask(row: NoticeRow, notice: Notice): { title: string; description: string } | null {
  if (!row.customerPhone) return null;
  const saying = sayingOf(row.status, notice);
  const message = noticeText(row, saying);
  return {
    title: `Tell ${row.customerName}: ${WORDS.en[saying]}`.slice(0, 200),
    description: `${message}\n\n${whatsappLink(row.customerPhone, message)}`,
  };
}

/** Opens a chat with a number, with the message ready to send. */
export function whatsappLink(phone: string, message: string): string {
  return `https://wa.me/${phone.replace(/\D/g, "")}?text=${encodeURIComponent(message)}`;
}
