import { createHmac, randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/resend/route";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { deliverMail } from "@/lib/jobs/deliver-mail";
import { queueMail } from "@/lib/kernel/outbox";
import { changeSettings, makeCodeRequest, takeOwnDatabase } from "./testing/own-database";
import { type ResendStandIn, startResendStandIn } from "./testing/resend-stand-in";

const key = randomBytes(24);
let provider: ResendStandIn;
let database: Awaited<ReturnType<typeof takeOwnDatabase>>;

beforeAll(async () => {
  provider = await startResendStandIn();
  database = await takeOwnDatabase();
});

beforeEach(() =>
  changeSettings({
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_test_key",
    RESEND_BASE_URL: provider.url,
    RESEND_WEBHOOK_SECRET: `whsec_${key.toString("base64")}`,
    MAIL_FROM: "FavCRM <hello@example.com>",
  }),
);

afterAll(async () => {
  await provider.stop();
  await closeDatabases();
  await database.remove();
});

async function sentMail(): Promise<string> {
  const to = "ada@example.com";
  const verificationId = await makeCodeRequest(to);
  const id = await queueMail(systemDb(), { template: "sign_up_code", to, locale: "en", verificationId });
  expect(await deliverMail(id)).toBe("sent");
  return id;
}

/** A report as Resend signs it: HMAC-SHA-256 over id, seconds and the raw body. */
function report(type: string, mailId: string, { age = 0, signWith = key, messageId = `provider-${mailId}` } = {}) {
  const body = JSON.stringify({ type, data: { email_id: messageId, tags: { mail_id: mailId } } });
  const timestamp = String(Math.floor(Date.now() / 1_000) - age);
  const signature = createHmac("sha256", signWith).update(`msg_1.${timestamp}.${body}`).digest("base64");
  const headers = { "svix-id": "msg_1", "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` };
  return new Request("http://localhost:3000/api/webhooks/resend", { method: "POST", body, headers });
}

const statusOf = async (id: string) => (await systemDb().outboxMail.findUniqueOrThrow({ where: { id } })).status;

describe("Resend's reports", () => {
  it("move a mail that left to delivered, delayed or bounced, and never back", async () => {
    expect(provider.requests.at(-1)?.body.tags).toBeUndefined();
    const id = await sentMail();
    expect(provider.requests.at(-1)?.body.tags).toEqual([{ name: "mail_id", value: id }]);
    const steps = [
      ["email.delivery_delayed", "delayed"],
      ["email.delivered", "delivered"],
      ["email.delivery_delayed", "delivered"],
      ["email.opened", "delivered"],
      ["email.bounced", "bounced"],
      ["email.delivered", "bounced"],
    ] as const;
    for (const [type, status] of steps) {
      expect((await POST(report(type, id))).status).toBe(204);
      expect(await statusOf(id)).toBe(status);
    }
  });

  it("are believed only with a fresh signature over the very bytes", async () => {
    const id = await sentMail();
    const altered = report("email.bounced", id);
    const forged = [
      report("email.bounced", id, { signWith: randomBytes(24) }),
      report("email.bounced", id, { age: 3_600 }),
      new Request(altered.url, { method: "POST", headers: altered.headers, body: `${await altered.text()} ` }),
      new Request(altered.url, { method: "POST", body: "{}" }),
    ];
    for (const request of forged) expect((await POST(request)).status).toBe(401);
    expect(await statusOf(id)).toBe("sent");
  });

  it("change nothing for another message, an unknown mail or one that was dropped", async () => {
    const id = await sentMail();
    expect((await POST(report("email.bounced", id, { messageId: "another" }))).status).toBe(204);
    expect((await POST(report("email.bounced", "mail_unknown"))).status).toBe(204);
    expect(await statusOf(id)).toBe("sent");
    await systemDb().outboxMail.update({ where: { id }, data: { status: "dropped" } });
    await POST(report("email.delivered", id));
    expect(await statusOf(id)).toBe("dropped");
  });

  it("are asked for again when they overtake our own note that the mail left", async () => {
    const id = await queueMail(systemDb(), { template: "organisation_deleted", to: "ada@example.com", locale: "en" });
    expect((await POST(report("email.delivered", id))).status).toBe(503);
    expect(await statusOf(id)).toBe("queued");
  });

  it("find no door when no secret is set", async () => {
    const request = report("email.bounced", await sentMail());
    changeSettings({ RESEND_WEBHOOK_SECRET: undefined });
    expect((await POST(request)).status).toBe(404);
  });
});
