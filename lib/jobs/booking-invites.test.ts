import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemDb } from "@/lib/db/client";
import { changeSettings } from "@/lib/integrations/email/testing/own-database";
import { type ResendStandIn, startResendStandIn } from "@/lib/integrations/email/testing/resend-stand-in";
import { type SmtpStandIn, startSmtpStandIn } from "@/lib/integrations/email/testing/smtp-stand-in";
import { execute } from "@/lib/kernel/execute";
import { cancelBooking } from "@/lib/operations/bookings/cancel-booking";
import { rescheduleBooking } from "@/lib/operations/bookings/reschedule-booking";
import { openStudio, type Studio } from "@/lib/operations/bookings/testing/studio";
import { deliverMail } from "./deliver-mail";

let studio: Studio;
let resend: ResendStandIn;
let smtp: SmtpStandIn;

beforeAll(async () => {
  [studio, resend, smtp] = await Promise.all([openStudio(), startResendStandIn(), startSmtpStandIn()]);
});

const before = { MAIL_TRANSPORT: process.env.MAIL_TRANSPORT, MAIL_FROM: process.env.MAIL_FROM };
beforeEach(() => changeSettings({ MAIL_FROM: "FavCRM <hello@example.com>" }));
afterAll(async () => {
  const none = { RESEND_API_KEY: undefined, RESEND_BASE_URL: undefined, SMTP_URL: undefined };
  changeSettings({ ...before, ...none });
  await Promise.all([resend.stop(), smtp.stop()]);
});

/** Books, moves and cancels, and sends the three mails in their order; returns the booking's id. */
async function threeMails(day: number): Promise<string> {
  const { id } = await studio.book(`${studio.day(day)}T10:00`);
  await execute(rescheduleBooking, studio.caller, { bookingId: id, start: `${studio.day(day)}T15:00` });
  await execute(cancelBooking, studio.caller, { bookingId: id });
  const { organisationId } = studio;
  const rows = await systemDb().outboxMail.findMany({ where: { organisationId }, orderBy: { id: "asc" } });
  const own = rows.filter(({ data }) => (data as { bookingId?: string }).bookingId === id);
  for (const mail of own) expect(await deliverMail(mail.id)).toBe("sent");
  return id;
}

interface Invite {
  contentType: string;
  text: string;
}

/** The parts of a calendar that another program decides by. */
const facts = ({ contentType, text }: Invite) => {
  const value = (name: string) => new RegExp(`^${name}:(.*)$`, "m").exec(text)?.[1]?.trim();
  const type = contentType.toLowerCase().split(/;\s*/);
  return {
    type: [type[0], type.find((each) => each.startsWith("method="))],
    method: value("METHOD"),
    uid: value("UID"),
    sequence: value("SEQUENCE"),
    start: value("DTSTART"),
    status: value("STATUS"),
  };
};

function expected(uid: string, day: number) {
  const at = (hour: number) =>
    `${new Date(`${studio.day(day)}T${hour}:00+08:00`).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  const request = { type: ["text/calendar", "method=request"], method: "REQUEST", uid, status: "CONFIRMED" };
  const cancel = { type: ["text/calendar", "method=cancel"], method: "CANCEL", uid, status: "CANCELLED" };
  return [
    { ...request, sequence: "0", start: at(10) },
    { ...request, sequence: "1", start: at(15) },
    { ...cancel, sequence: "2", start: at(15) },
  ];
}

it("a booking, its move and its end reach a calendar through Resend", async () => {
  changeSettings({ MAIL_TRANSPORT: "resend", RESEND_API_KEY: "re_test", RESEND_BASE_URL: resend.url });
  const id = await threeMails(2);
  const invites = [...resend.delivered.values()].map(({ attachments }): Invite => {
    const [file] = attachments as { filename: string; content_type: string; content: string }[];
    expect(file?.filename).toBe("booking.ics");
    return { contentType: file?.content_type ?? "", text: Buffer.from(file?.content ?? "", "base64").toString() };
  });
  expect(invites.map(facts)).toEqual(expected(id, 2));
});

it("and through SMTP", async () => {
  changeSettings({ MAIL_TRANSPORT: "smtp", SMTP_URL: smtp.url });
  const id = await threeMails(3);
  const invites = smtp.mails.map(({ raw }): Invite => {
    const part = raw.split(/^--.*$/m).find((each) => /^Content-Type: text\/calendar/im.test(each)) ?? "";
    const [head = "", ...body] = part.trim().split(/\r?\n\r?\n/);
    const unfolded = head.replace(/\r?\n\s+/g, " ");
    const isBase64 = /^Content-Transfer-Encoding: base64/im.test(unfolded);
    const content = body.join("\n");
    return {
      contentType: /^Content-Type: (.*)$/im.exec(unfolded)?.[1] ?? "",
      text: isBase64 ? Buffer.from(content, "base64").toString() : content.replace(/=\r?\n/g, ""),
    };
  });
  expect(invites.map(facts)).toEqual(expected(id, 3));
});
