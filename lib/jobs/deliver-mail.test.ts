import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withClockOff } from "@/e2e/support/clock";
import { codeOf } from "@/lib/auth/codes";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { emailAvailable } from "@/lib/integrations/email";
import { changeSettings, makeCodeRequest, takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { type ResendStandIn, startResendStandIn } from "@/lib/integrations/email/testing/resend-stand-in";
import { type MailToQueue, queueMail } from "@/lib/kernel/outbox";
import { deliverMail } from "./deliver-mail";
import { sweepMails } from "./sweep";

const reader = "ada@example.com";
let provider: ResendStandIn;
let database: Awaited<ReturnType<typeof takeOwnDatabase>>;

beforeAll(async () => {
  provider = await startResendStandIn();
  database = await takeOwnDatabase();
  changeSettings({
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_test_key",
    RESEND_BASE_URL: provider.url,
    MAIL_FROM: "FavCRM <hello@example.com>",
    LOG_LEVEL: "silent",
  });
});

beforeEach(async () => {
  await systemDb().outboxMail.deleteMany();
  provider.reset();
});

afterAll(async () => {
  await provider.stop();
  await closeDatabases();
  await database.remove();
});

async function queueCode(to = reader, mail: Partial<MailToQueue> = {}, codeLifeSeconds = 600): Promise<string> {
  const verificationId = await makeCodeRequest(to, codeLifeSeconds);
  return queueMail(systemDb(), {
    template: "sign_up_code",
    to,
    locale: "en",
    verificationId,
    lifeSeconds: 600,
    ...mail,
  });
}

const rowOf = (id: string) => systemDb().outboxMail.findUniqueOrThrow({ where: { id } });
/** Lets the waiting time of a mail, and the lease of whoever died with it, pass on the database's clock. */
const letTimePass = (id: string) =>
  systemDb()
    .$executeRaw`UPDATE outbox_mails SET next_attempt_at = now(), leased_until = least(leased_until, now()) WHERE id = ${id}`;

describe("a queued code mail", () => {
  it("leaves with the code, the fixed subject, our sender and the row's id as idempotency key", async () => {
    const id = await queueCode();
    expect(await deliverMail(id)).toBe("sent");
    const [request] = provider.requests;
    expect(request).toMatchObject({ idempotencyKey: id, authorization: "Bearer re_test_key" });
    const { verificationId } = await rowOf(id);
    expect(request?.body).toMatchObject({
      to: [reader],
      from: "FavCRM <hello@example.com>",
      subject: "Your FavCRM code",
    });
    expect(request?.body.text).toContain(codeOf(String(verificationId)));
    expect(await rowOf(id)).toMatchObject({
      status: "sent",
      attempts: 1,
      providerMessageId: `provider-${id}`,
      leasedUntil: null,
      lastError: null,
    });
  });

  it("leaves once, however often it is delivered (case 18)", async () => {
    provider.plan("accept_slowly");
    const id = await queueCode();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => deliverMail(id)));
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(1);
    expect(await deliverMail(id)).toBe("not_ours");
    expect(provider.requests).toHaveLength(1);
  });

  it.each([
    ["answers 429 (case 11)", "rate_limited"],
    ["answers 500 (case 12)", "broken"],
  ] as const)("is tried again later when the provider %s", async (_, manner) => {
    provider.plan(manner);
    const id = await queueCode();
    expect(await deliverMail(id)).toBe("postponed");
    const waiting = await rowOf(id);
    expect(waiting.status).toBe("queued");
    expect(waiting.lastError).toMatch(/^retryable: /);
    expect(waiting.nextAttemptAt.getTime()).toBeGreaterThan(waiting.createdAt.getTime() + 4_000);
    expect(await deliverMail(id)).toBe("not_ours");

    await letTimePass(id);
    expect(await deliverMail(id)).toBe("sent");
    expect(provider.requests.map((request) => request.idempotencyKey)).toEqual([id, id]);
  });

  it("reaches the reader once when the provider times out after accepting (case 13)", async () => {
    provider.plan("accept_then_hang");
    const id = await queueCode();
    // The life that is left bounds the wait, as it does when a code is about to die.
    await systemDb().$executeRaw`UPDATE outbox_mails SET not_after = now() + interval '1 second' WHERE id = ${id}`;
    expect(await deliverMail(id)).toBe("postponed");
    await systemDb().$executeRaw`UPDATE outbox_mails SET not_after = now() + interval '1 minute' WHERE id = ${id}`;
    await letTimePass(id);
    expect(await deliverMail(id)).toBe("sent");
    expect(provider.requests).toHaveLength(2);
    expect(provider.requests[1]?.body).toEqual(provider.requests[0]?.body);
    expect(provider.delivered.size).toBe(1);
  });

  it("is dropped, not sent, when the worker slept past the code's life (case 17)", async () => {
    const late = await queueCode();
    await systemDb().$executeRaw`UPDATE outbox_mails SET not_after = now() - interval '1 second' WHERE id = ${late}`;
    expect(await deliverMail(late)).toBe("dropped");
    const codeIsDead = await queueCode(reader, { lifeSeconds: 600 }, -1);
    expect(await deliverMail(codeIsDead)).toBe("dropped");
    expect(provider.requests).toHaveLength(0);
    expect(await rowOf(late)).toMatchObject({ status: "dropped", lastError: expect.stringMatching(/^expired: /) });
  });

  it("is dropped when its code request no longer exists", async () => {
    const id = await queueCode();
    await systemDb().verificationRequest.deleteMany();
    expect(await deliverMail(id)).toBe("dropped");
  });

  it("obeys the database's clock alone, whatever this machine's says (case 19)", async () => {
    const alive = await queueCode();
    const dead = await queueCode();
    await systemDb().$executeRaw`UPDATE outbox_mails SET not_after = now() - interval '1 second' WHERE id = ${dead}`;
    await withClockOff(-86_400_000, async () => expect(await deliverMail(dead)).toBe("dropped"));
    await withClockOff(86_400_000, async () => expect(await deliverMail(alive)).toBe("sent"));
  });
});

describe("a mail that cannot be sent", () => {
  it("is dead-lettered at once when nothing can come of it, and others go on (case 20)", async () => {
    const poisoned = [
      await queueCode(reader, { template: "no_such_template" }),
      await queueCode("x@example.com\r\nBcc: victim@example.com"),
      await queueCode("x@example.com, victim@example.com"),
      await queueMail(systemDb(), { template: "team_invite", to: reader, locale: "en" }),
    ];
    const healthy = await queueCode("bob@example.com");
    await sweepMails(2, new AbortController().signal);
    for (const id of poisoned) {
      expect(await rowOf(id)).toMatchObject({ status: "dropped", lastError: expect.stringMatching(/^permanent: /) });
    }
    expect(await rowOf(healthy)).toMatchObject({ status: "sent" });
    expect([...provider.delivered.keys()]).toEqual([healthy]);
  });

  it("is dropped after its last attempt, also when every process that claimed it died", async () => {
    const failing = await queueCode();
    provider.plan("broken");
    await systemDb().$executeRaw`UPDATE outbox_mails SET attempts = 19 WHERE id = ${failing}`;
    expect(await deliverMail(failing)).toBe("dropped");
    const cursed = await queueCode();
    await systemDb().$executeRaw`
      UPDATE outbox_mails SET attempts = 20, leased_until = now() - interval '1 second' WHERE id = ${cursed}`;
    expect(await deliverMail(cursed)).toBe("dropped");
    expect(await rowOf(cursed)).toMatchObject({ status: "dropped", attempts: 20 });
    expect(provider.requests).toHaveLength(1);
  });

  it("leaves no address, code or key in the row's error", async () => {
    provider.plan("bad_recipient");
    const id = await queueCode();
    expect(await deliverMail(id)).toBe("dropped");
    const { lastError, verificationId } = await rowOf(id);
    expect(lastError).toMatch(/^permanent: Resend answered 422/);
    for (const secret of [reader, codeOf(String(verificationId)), "re_test_key"])
      expect(lastError).not.toContain(secret);
  });

  it("is given back, not failed, when this process stops", async () => {
    provider.plan("hang");
    const id = await queueCode();
    const stopping = new AbortController();
    const delivery = deliverMail(id, stopping.signal);
    await expect.poll(() => provider.requests.length).toBe(1);
    stopping.abort();
    expect(await delivery).toBe("postponed");
    expect(await rowOf(id)).toMatchObject({ status: "queued", attempts: 0, leasedUntil: null });
    expect(await deliverMail(id)).toBe("sent");
  });
});

describe("every queued mail", () => {
  it("ends as sent or dropped, and as sent exactly when the provider has it, through any mix of failures", async () => {
    const manners = ["accept", "rate_limited", "broken", "bad_recipient", "bad_key", "accept"] as const;
    provider.plan(...Array.from({ length: 120 }, (_, index) => manners[(index * 7) % manners.length] ?? "accept"));
    const ids: string[] = [];
    for (let index = 0; index < 40; index++) ids.push(await queueCode(`reader${index}@example.com`));
    await systemDb().$executeRaw`UPDATE outbox_mails SET not_after = now() WHERE id = ANY(${ids.slice(0, 5)})`;
    const { signal } = new AbortController();
    for (let round = 0; round < 20; round++) {
      await Promise.all([sweepMails(3, signal), sweepMails(3, signal)]);
      await systemDb().$executeRaw`UPDATE outbox_mails SET next_attempt_at = now() WHERE status = 'queued'`;
    }
    const rows = await systemDb().outboxMail.findMany({ select: { id: true, status: true } });
    expect(new Set(rows.map((row) => row.status))).toEqual(new Set(["sent", "dropped"]));
    const sent = rows.filter((row) => row.status === "sent").map((row) => row.id);
    expect(sent.sort()).toEqual([...provider.delivered.keys()].sort());
    expect(rows).toHaveLength(40);
  });
});

describe("emailAvailable", () => {
  it("is false while the provider refuses our key, and true again with a new one or a success (case 14)", async () => {
    expect(await emailAvailable()).toBe(true);
    provider.plan("bad_key");
    const id = await queueCode();
    expect(await deliverMail(id)).toBe("postponed");
    expect((await rowOf(id)).lastError).toMatch(/^misconfigured: /);
    expect(await emailAvailable()).toBe(false);

    changeSettings({ RESEND_API_KEY: "re_mended_key" });
    expect(await emailAvailable()).toBe(true);
    changeSettings({ RESEND_API_KEY: "re_test_key" });
    expect(await emailAvailable()).toBe(false);

    await letTimePass(id);
    expect(await deliverMail(id)).toBe("sent");
    expect(await emailAvailable()).toBe(true);
  });

  it("opens the circuit after several mails failed, and closes it by success or by time", async () => {
    const ids = [await queueCode("a@example.com"), await queueCode("b@example.com"), await queueCode("c@example.com")];
    provider.plan("broken", "broken", "broken");
    for (const [index, id] of ids.entries()) {
      await deliverMail(id);
      expect(await emailAvailable()).toBe(index < 2);
    }
    await systemDb().$executeRaw`UPDATE outbox_mails SET leased_until = now() - interval '6 minutes'`;
    expect(await emailAvailable()).toBe(true);
    await systemDb().$executeRaw`UPDATE outbox_mails SET leased_until = now()`;
    expect(await emailAvailable()).toBe(false);
    await deliverMail(await queueCode("d@example.com"));
    expect(await emailAvailable()).toBe(true);
  });

  it("stays true when one mail fails again and again, or when mailboxes are refused", async () => {
    const id = await queueCode();
    provider.plan("broken", "broken", "broken", "broken", "bad_recipient", "bad_recipient", "bad_recipient");
    for (let attempt = 0; attempt < 4; attempt++) {
      await deliverMail(id);
      await letTimePass(id);
    }
    expect((await rowOf(id)).attempts).toBe(4);
    for (const to of ["a@example.com", "b@example.com", "c@example.com"]) await deliverMail(await queueCode(to));
    expect(await emailAvailable()).toBe(true);
  });
});
