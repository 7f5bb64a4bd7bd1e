import { beforeAll, describe, expect, it } from "vitest";
import { codeOf } from "@/lib/auth/codes";
import { isTemplateName, senderOf, subjectOf } from "./envelope";
import { type MailRow, renderMail } from "./render-mail";
import { english } from "./templates/texts.en";
import { traditionalChinese } from "./templates/texts.zh-hant";
import { changeSettings } from "./testing/own-database";

const request = {
  payload: { organisationName: "Stretch + Breathe", timezone: "Asia/Hong_Kong" },
  ip: "203.0.113.7",
  client: "claude-code/2.1",
  expiresAt: "2026-11-22T17:45:00.000Z",
};
const key = {
  organisationName: "Stretch + Breathe",
  keyName: "Front desk",
  keyMask: "fav_mcp_AbCd…wxyz",
  createdBy: "Ada Chan",
  ip: "203.0.113.7",
  client: "favcrm-cli/1.0",
  notMeUrl: "/keys/not-me?token=signed",
};
const booking = {
  organisationId: "org_0000000000000000000000AA",
  bookingId: "bkg_0000000000000000000000AA",
  businessName: "Stretch + Breathe",
  customerName: "Mei Chan",
  attendee: "mei@example.com",
  serviceName: "Hatha yoga, 60 minutes",
  staffName: "Anna Wong",
  resourceName: "Studio A",
  startsAt: "2026-12-01T10:30:00.000Z",
  endsAt: "2026-12-01T11:30:00.000Z",
  timezone: "Asia/Hong_Kong",
  sequence: 2,
};
const dataOf: Record<string, Record<string, unknown>> = {
  booking_confirmation: booking,
  booking_moved: booking,
  booking_substituted: booking,
  booking_relocated: booking,
  booking_cancelled: { ...booking, reason: "The teacher is ill" },
  booking_reminder: booking,
  booking_refused: {
    ...booking,
    bookingId: null,
    reason: "This customer already has 3 coming bookings.",
    manageUrl: "/book/stretch-and-breathe",
  },
  waitlist_offer: {
    ...booking,
    waitlistEntryId: "wait_0000000000000000000000AA",
    offeredUntil: "2026-11-30T10:30:00.000Z",
  },
  waitlist_moved: { ...booking, bookingId: null, waitlistEntryId: "wait_0000000000000000000000AA" },
  waitlist_cancelled: { ...booking, bookingId: null, waitlistEntryId: "wait_0000000000000000000000AA" },
  team_invite: {
    organisationName: "Stretch + Breathe",
    invitedBy: "Ada Chan",
    role: "staff",
    inviteId: "inv_0000000000000000000000AA",
  },
  new_key: key,
  key_new_network: { ...key, network: "198.51.100.0/24" },
  key_leaked: { ...key, foundAt: "https://code.example/secrets.txt", revoked: true, keysUrl: "/settings/mcp-keys" },
  organisation_deleted: { organisationName: "Stretch + Breathe", by: "Ada Chan", ip: "203.0.113.7" },
};

function row(template: string, changes: Partial<MailRow> = {}): MailRow {
  const isCode = template.endsWith("_code");
  return {
    template,
    locale: "en",
    data: dataOf[template] ?? {},
    verificationId: isCode ? "signup_req_0000000000000000000000AA" : null,
    request: isCode ? request : null,
    createdAt: new Date("2026-11-22T17:35:00.000Z"),
    notAfter: new Date("2026-11-25T17:45:00.000Z"),
    ...changes,
  };
}

const templates = Object.keys(english.subjects);

beforeAll(() => {
  changeSettings({ FAVCRM_SECRET: "a secret for these tests, long enough", APP_URL: undefined, MAIL_FROM: undefined });
});

describe("the mails", () => {
  it.each(templates.flatMap((name) => [["en", name] as const, ["zh-Hant", name] as const]))(
    "read well in %s: %s",
    async (locale, name) => {
      const { subject, text } = await renderMail(row(name, { locale }));
      expect(`Subject: ${subject}\n\n${text}\n`).toMatchSnapshot();
    },
  );

  it("have every text in both languages, with the same placeholders", () => {
    for (const [group, texts] of Object.entries(english)) {
      for (const [name, text] of Object.entries(texts)) {
        const other = (traditionalChinese as Record<string, Record<string, string>>)[group]?.[name] ?? "";
        expect(other, `${group}.${name}`).toMatch(/\S/);
        expect(other.match(/\{\w+\}/g)?.sort(), `${group}.${name}`).toEqual(text.match(/\{\w+\}/g)?.sort());
      }
    }
  });

  it("give the same bytes at every look, because a provider compares them", async () => {
    for (const name of templates) expect(await renderMail(row(name))).toEqual(await renderMail(row(name)));
  });

  it("show a code once in the text, in one piece", async () => {
    const mail = row("sign_up_code");
    const { code, text, html } = await renderMail(mail);
    expect(code).toBe(codeOf(String(mail.verificationId)));
    expect(text.split(String(code))).toHaveLength(2);
    expect(html).toContain(`>${code}<`);
  });

  it("load nothing from elsewhere and lead nowhere but to this instance", async () => {
    for (const name of templates) {
      const { html } = await renderMail(row(name));
      expect(html).not.toMatch(/<(img|script|link|iframe)\b/i);
      for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^http:\/\/localhost:3000\//);
    }
  });
});

describe("text that strangers chose", () => {
  const hostile = '<img src=x onerror="alert(1)"> https://evil.example/login \u202Egnp.exe\u0000\r\nBcc: a@b.example';
  const sign = (organisationName: string) =>
    renderMail(row("sign_up_code", { data: { organisationName, client: hostile } }));

  it("cannot bring markup, headers or direction marks into a mail (cases 10, 68)", async () => {
    const { subject, html, text } = await sign(hostile);
    expect(subject).toBe("Your FavCRM code");
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img");
    for (const mark of ["\u202E", "\u0000", "\r"]) expect(html + text).not.toContain(mark);
    expect(text).not.toMatch(/^\s*Bcc:/m);
  });

  it("does not look like a link to a mail program", async () => {
    const { html, text } = await sign("Win at https://evil.example/login or mail a@evil.example");
    for (const body of [html, text]) expect(body).not.toMatch(/evil\.example|https:\/\/evil|a@evil/);
  });

  it("is bounded", async () => {
    const { text } = await sign("長".repeat(10_000));
    expect(text.match(/長+/g)?.map((run) => run.length)).toEqual([79]);
  });

  it("cannot make a link lead away from this instance", async () => {
    const { html } = await renderMail(
      row("new_key", { data: { ...key, notMeUrl: "https://evil.example/keys/not-me?t=1" } }),
    );
    expect(html).toContain('href="http://localhost:3000/keys/not-me?t=1"');
    expect(html).not.toContain("evil.example");
  });
});

describe("a row that cannot become a mail", () => {
  it.each([
    ["an unknown template", row("no_such_template")],
    ["a name from the prototype", row("constructor")],
    ["a code mail without a request", row("sign_in_code", { verificationId: null })],
    ["an invitation without its link", row("team_invite", { data: {} })],
  ])("fails for good: %s", async (_, broken) => {
    await expect(renderMail(broken)).rejects.toMatchObject({ name: "DeliveryError", failure: "permanent" });
  });
});

describe("what agents are told beforehand", () => {
  it("is the subject and sender of the mail itself", async () => {
    changeSettings({ MAIL_FROM: "FavCRM <hello@example.com>" });
    expect(senderOf()).toBe("FavCRM <hello@example.com>");
    expect(isTemplateName("sign_up_code")).toBe(true);
    for (const locale of ["en", "zh-Hant", "zh-TW", "fr"]) {
      expect((await renderMail(row("sign_up_code", { locale }))).subject).toBe(subjectOf("sign_up_code", locale));
    }
  });
});

describe("the calendar entry of a booking mail", () => {
  const invite = async (template: string, changes: Record<string, unknown> = {}) =>
    (await renderMail(row(template, { data: { ...booking, ...changes } }))).attachments?.[0];

  it("carries the booking's id, its sequence and its method, in lines of at most 75 octets", async () => {
    const file = await invite("booking_moved", { serviceName: `${"瑜伽".repeat(30)}; with, commas` });
    expect(file).toMatchObject({
      filename: "booking.ics",
      contentType: "text/calendar; charset=utf-8; method=REQUEST",
    });
    const lines = file?.content.split("\r\n") ?? [];
    expect(lines).toEqual(expect.arrayContaining(["UID:bkg_0000000000000000000000AA", "SEQUENCE:2", "METHOD:REQUEST"]));
    expect(lines).toEqual(expect.arrayContaining(["DTSTART:20261201T103000Z", "STATUS:CONFIRMED"]));
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(file?.content.replaceAll("\r\n ", "")).toContain("\\; with\\, commas");
  });

  it("takes a cancelled booking out of the calendar, and lets no name begin a line of its own (case 68)", async () => {
    const file = await invite("booking_cancelled", { serviceName: "Yoga\r\nATTENDEE:mailto:evil@example.com" });
    expect(file?.content).toContain("METHOD:CANCEL");
    expect(file?.content).toContain("STATUS:CANCELLED");
    expect(file?.content).not.toMatch(/^ATTENDEE:mailto:evil/m);
    expect(await invite("waitlist_offer", { bookingId: null, waitlistEntryId: "wait_0000000000000000000000AA" })).toBe(
      undefined,
    );
  });
});
