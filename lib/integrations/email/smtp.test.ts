import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSmtp } from "./smtp";
import { changeSettings } from "./testing/own-database";
import { type SmtpStandIn, startSmtpStandIn } from "./testing/smtp-stand-in";

let server: SmtpStandIn;
const message = {
  from: "FavCRM 客戶 <hello@example.com>",
  to: "ada@example.com",
  subject: "你的 FavCRM 驗證碼",
  html: "<p>123456</p>",
  text: "123456",
};
const send = (changes = {}, signal = AbortSignal.timeout(5_000)) =>
  openSmtp().send({ ...message, ...changes }, { idempotencyKey: "mail_0123", signal });

beforeAll(async () => {
  server = await startSmtpStandIn();
});

beforeEach(() => {
  for (const verb of Object.keys(server.answers)) delete server.answers[verb];
  server.mails.length = 0;
  changeSettings({ SMTP_URL: server.url, MAIL_FROM: message.from });
});

afterAll(() => server.stop());

describe("SMTP", () => {
  it("carries sender, reader, subject and both bodies, under a Message-ID made of the row's id", async () => {
    expect(await send()).toEqual({ providerMessageId: "<mail_0123@example.com>" });
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: "hello@example.com", to: ["ada@example.com"] });
    expect(mail?.raw).toContain("Message-ID: <mail_0123@example.com>");
    expect(mail?.raw).toContain("Auto-Submitted: auto-generated");
    expect(mail?.raw).toMatch(/multipart\/alternative/);
  });

  it("cannot be given a second reader or a header of its own through the address or the subject", async () => {
    await send({ to: "ada@example.com, bob@example.com" }).catch(() => {});
    await send({ to: "ada@example.com\r\nBcc: bob@example.com" }).catch(() => {});
    await send({ subject: "Hello\r\nBcc: bob@example.com" }).catch(() => {});
    for (const { to } of server.mails) {
      expect(to).toHaveLength(1);
      expect(to).not.toContain("bob@example.com");
    }
    for (const { raw } of server.mails) expect(raw).not.toMatch(/^Bcc:/im);
  });

  it.each([
    ["retryable", { RCPT: "450 4.2.0 Greylisted" }],
    ["retryable", { DATA: "451 4.3.0 Try later" }],
    ["retryable", { GREETING: "421 Too busy" }],
    ["permanent", { RCPT: "550 5.1.1 No such mailbox" }],
    ["permanent", { DATA: "554 5.7.1 Refused" }],
    ["misconfigured", { MAIL: "553 5.7.1 Sender not allowed" }],
  ])("calls it %s when the server says %o", async (failure, answers) => {
    Object.assign(server.answers, answers);
    await expect(send()).rejects.toMatchObject({ name: "DeliveryError", failure });
  });

  it("calls a refused password misconfigured, and keeps it out of the error", async () => {
    changeSettings({ SMTP_URL: server.url.replace("smtp://", "smtp://user:hunter2@") });
    server.answers.AUTH = "535 5.7.8 Bad credentials";
    const error = await send().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: "misconfigured" });
    expect(String(error)).not.toContain("hunter2");
  });

  it("calls a server that is away or silent retryable, within the time it is given", async () => {
    changeSettings({ SMTP_URL: "smtp://127.0.0.1:1" });
    await expect(send()).rejects.toMatchObject({ failure: "retryable" });
    changeSettings({ SMTP_URL: server.url });
    // The first line of a longer answer, whose rest never comes.
    server.answers.MAIL = "250-and so on";
    await expect(send({}, AbortSignal.timeout(300))).rejects.toMatchObject({ failure: "retryable" });
  });
});
