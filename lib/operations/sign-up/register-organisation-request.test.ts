import { describe, expect, it } from "vitest";
import { withClockOff } from "@/e2e/support/clock";
import { refusal } from "@/e2e/support/refusal";
import { statementsOf } from "@/e2e/support/statements";
import { makeWorkspace, randomAddress, randomMailbox, stranger } from "@/e2e/support/workspace";
import { codeOf } from "@/lib/auth/codes";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { requestSignInCode } from "../sign-in/request-sign-in-code";
import { registerOrganisationRequest } from "./register-organisation-request";
import { registerOrganisationStatus } from "./register-organisation-status";
import { registerOrganisationVerify } from "./register-organisation-verify";

const name = "Stretch + Breathe";
const ask = async (args: object, ip = randomAddress()) =>
  (await execute(registerOrganisationRequest, stranger(ip), { organisationName: name, ...args })).data;
const mailsTo = (recipient: string) => systemDb().outboxMail.findMany({ where: { recipient }, orderBy: { id: "asc" } });
const forgetLimits = (email: string) => systemDb().rateLimit.deleteMany({ where: { key: { contains: email } } });

describe("register_organisation_request", () => {
  it("mails a code, tells the agent what to do, and creates nothing", async () => {
    const email = randomMailbox();
    const before = Date.now();
    const answer = await ask({ email, industry: "fitness", country: "HK" });
    expect(answer).toMatchObject({
      requestId: expect.stringMatching(/^signup_req_[0-9A-Za-z]{24}$/),
      maskedEmail: `us*${email.slice(email.indexOf("@"))}`,
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const life = Date.parse(answer.expiresAt) - before;
    expect(life).toBeGreaterThan(590_000);
    expect(life).toBeLessThan(610_000);
    for (const part of [
      answer.requestId,
      answer.idempotencyKey ?? "",
      answer.maskedEmail,
      "register_organisation_verify",
      "6-digit",
    ]) {
      expect(answer.instructions).toContain(part);
    }
    expect(await mailsTo(email)).toMatchObject([
      { template: "sign_up_code", locale: "zh-Hant", verificationId: answer.requestId },
    ]);
    expect(await systemDb().user.count({ where: { email } })).toBe(0);
  });

  it("lets its mail live by the database's clock, whatever this machine's says (case 19)", async () => {
    const email = randomMailbox();
    const { expiresAt } = await withClockOff(86_400_000, () => ask({ email }));
    const [mail] = await mailsTo(email);
    expect(mail?.notAfter?.toISOString()).toBe(expiresAt);
  });

  it("mails in the language that was asked for rather than the country's, and the business keeps it", async () => {
    const email = randomMailbox();
    const { requestId } = await ask({ email, country: "HK", language: "en" });
    expect(await mailsTo(email)).toMatchObject([{ template: "sign_up_code", locale: "en" }]);
    const args = { requestId, code: codeOf(requestId) };
    const { data } = await execute(registerOrganisationVerify, stranger(randomAddress()), args);
    const company = await systemDb().company.findFirstOrThrow({ where: { id: data.companyId } });
    expect(company).toMatchObject({ language: "en", currency: "HKD", phoneRegion: "HK" });
  });

  it("stores no code: not with the request, not with the mail, not in the audit", async () => {
    const email = randomMailbox();
    const { requestId } = await ask({ email });
    const code = codeOf(requestId);
    const request = await systemDb().verificationRequest.findUniqueOrThrow({ where: { id: requestId } });
    const audit = await systemDb().systemAuditEvent.findMany({ where: { operation: "register_organisation_request" } });
    for (const stored of [request, await mailsTo(email), audit]) {
      // Digits of ids and times may look like a code by chance; as a word of its own it must not stand there.
      expect(JSON.stringify(stored)).not.toMatch(new RegExp(`\\b${code}\\b`));
    }
  });

  it("rejects malformed addresses by field, rule and example; nothing is stored or mailed (case 1)", async () => {
    // Whatever is made of an address that is let through, this part of it stays.
    const own = randomMailbox().split("@")[0] ?? "";
    const bad = [
      "",
      own,
      "@example.com",
      `${own}@`,
      `${own}@b`,
      `a ${own}@example.com`,
      `${own}@exa mple.com`,
      `${own}@example.com\r\nBcc: x@example.com`,
      `a\u0000${own}@example.com`,
      `${own}@example..com`,
      `.${own}@example.com`,
      `${own}${"a".repeat(320)}@example.com`,
      `a@example.com,${own}@example.com`,
      `<${own}@example.com>`,
      `${own}@[127.0.0.1]`,
      `${own}@-example.com`,
      5,
      null,
      [`${own}@example.com`],
      {},
    ];
    for (const email of bad) {
      const error = await refusal(ask({ email }));
      expect(error, String(email)).toMatchObject({ code: "invalid_input", details: { field: "email" } });
      expect(error.details?.fields).toMatchObject([{ field: "email", example: "you@example.com" }]);
    }
    const named = { contains: own, mode: "insensitive" } as const;
    const kept = () =>
      Promise.all([
        systemDb().verificationRequest.count({ where: { email: named } }),
        systemDb().outboxMail.count({ where: { recipient: named } }),
      ]);
    expect(await kept()).toEqual([0, 0]);
    await ask({ email: `${own}@example.com` });
    expect(await kept()).toEqual([1, 1]);
  });

  it("rejects deceiving organisation names, and stores odd but honest ones as they are (cases 1, 10)", async () => {
    const bad = [
      "A",
      " A ",
      "x".repeat(81),
      "x".repeat(10_000),
      "a\r\nb",
      "a\u0000b",
      "abc\u202Edef",
      "\u2066abc",
      "",
      5,
    ];
    for (const organisationName of bad) {
      const error = await refusal(ask({ email: randomMailbox(), organisationName }));
      expect(error.details?.field, JSON.stringify(organisationName).slice(0, 40)).toBe("organisationName");
    }
    for (const organisationName of [
      "<b>Bold</b> & <script>x</script>",
      "https://evil.example/click",
      "瑜伽 + 呼吸",
      'O\'Neil "Q"',
    ]) {
      const { requestId } = await ask({ email: randomMailbox(), organisationName });
      const { payload } = await systemDb().verificationRequest.findUniqueOrThrow({ where: { id: requestId } });
      expect(payload).toMatchObject({ organisationName });
    }
  });

  it("rejects unknown countries, zones and industries", async () => {
    for (const [field, value] of [
      ["country", "XX"],
      ["country", "hk"],
      ["country", "Hong Kong"],
      ["timezone", "Mars/Base"],
      ["timezone", ""],
      ["industry", "coffee"],
    ] as const) {
      const error = await refusal(ask({ email: randomMailbox(), [field]: value }));
      expect(error.details?.field, value).toBe(field);
    }
  });

  it("stores an international domain in punycode and every address in lower case (cases 2, 3)", async () => {
    const local = randomMailbox().split("@")[0] ?? "";
    const { requestId } = await ask({ email: `  ${local.toUpperCase()}@BÜCHER.example ` });
    const { email } = await systemDb().verificationRequest.findUniqueOrThrow({ where: { id: requestId } });
    expect(email).toBe(`${local}@xn--bcher-kva.example`);
    const cyrillic = await ask({ email: `${local}@еxample.com` });
    const stored = await systemDb().verificationRequest.findUniqueOrThrow({ where: { id: cyrillic.requestId } });
    expect(stored.email).toMatch(/@xn--/);
  });

  it("shares one limit between all spellings and +tags of a mailbox (case 3)", async () => {
    const [local, domain] = randomMailbox().split("@");
    await ask({ email: `${local}@${domain}` });
    for (const email of [`${local}+shop@${domain}`, `${local?.toUpperCase()}@${domain}`, `${local}+a+b@${domain}`]) {
      const error = await refusal(ask({ email }));
      expect(error).toMatchObject({ code: "rate_limited", kind: "rate_limited" });
      expect(error.details?.retryAfterSeconds).toBeGreaterThan(0);
      expect(error.details?.retryAfterSeconds).toBeLessThanOrEqual(60);
    }
  });

  it("mails one of 101 parallel requests for a mailbox, from as many addresses, and refuses the others politely (cases 5, 7)", async () => {
    const email = randomMailbox();
    const outcomes = await Promise.allSettled(Array.from({ length: 101 }, () => ask({ email })));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason.code);
    expect(refused).toEqual(Array(100).fill("rate_limited"));
    expect(await mailsTo(email)).toHaveLength(1);
  });

  it("answers a known and an unknown mailbox alike: same fields, same words, same statements (case 4)", async () => {
    const { email: known } = await makeWorkspace();
    const lookAt = async (email: string) => {
      let words = "";
      const work = await statementsOf(async () => {
        const answer = await ask({ email, country: "HK" });
        words = JSON.stringify(answer)
          .replaceAll(answer.requestId, "ID")
          .replaceAll(answer.idempotencyKey ?? "-", "KEY")
          .replaceAll(answer.maskedEmail, "MASK")
          .replaceAll(answer.expiresAt, "TIME");
      });
      return { words, work };
    };
    const look = await lookAt(known);
    expect(look.work.filter((sql) => sql.includes("INSERT INTO outbox_mails"))).toHaveLength(1);
    expect(await lookAt(randomMailbox())).toEqual(look);
  });

  it("mails the same code again to the holder of the requestId, and a stranger's request leaves the owner's code alive (case 79)", async () => {
    const email = randomMailbox();
    const own = await ask({ email });
    await forgetLimits(email);
    const again = await ask({ email, requestId: own.requestId });
    expect(again.requestId).toBe(own.requestId);
    expect(again.expiresAt).toBe(own.expiresAt);
    expect(again).not.toHaveProperty("idempotencyKey");
    expect((await mailsTo(email)).map(({ verificationId }) => verificationId)).toEqual([own.requestId, own.requestId]);
    await forgetLimits(email);
    const strangers = await ask({ email, organisationName: "Not yours" });
    expect(strangers.requestId).not.toBe(own.requestId);
    const made = (
      await execute(registerOrganisationVerify, stranger(), { requestId: own.requestId, code: codeOf(own.requestId) })
    ).data;
    expect(made.organisationId).toMatch(/^org_/);
  });

  it("does not mail a stranger's requestId, a used or an expired one again", async () => {
    const own = await ask({ email: randomMailbox() });
    for (const requestId of [own.requestId, "signup_req_000000000000000000000000", "x"]) {
      expect((await refusal(ask({ email: randomMailbox(), requestId }))).code).toBe("code_expired");
    }
  });

  it("cannot lock an owner out: a stranger spends the mailbox's sign-ups, and its owner still signs in (case 78)", async () => {
    const { email } = await makeWorkspace();
    await ask({ email });
    expect((await refusal(ask({ email }))).code).toBe("rate_limited");
    await execute(requestSignInCode, { ...stranger(), surface: "portal" }, { email });
    expect((await mailsTo(email)).map(({ template }) => template)).toContain("sign_in_code");
  });

  it("mails a throw-away domain like any other: who reads the code is all that counts (case 9)", async () => {
    const email = randomMailbox().replace("example.com", "mailinator.com");
    expect((await ask({ email })).requestId).toMatch(/^signup_req_/);
    expect(await mailsTo(email)).toMatchObject([{ template: "sign_up_code" }]);
  });

  it("serves an address of the longest kind, too", async () => {
    const local = randomMailbox().split("@")[0] ?? "";
    const domain = `${"a".repeat(59)}.${"b".repeat(59)}.${"c".repeat(59)}.example`;
    const email = `${local.padEnd(64, "x")}@${domain}`;
    expect(email.length).toBeGreaterThan(240);
    expect((await ask({ email })).requestId).toMatch(/^signup_req_/);
    expect((await refusal(ask({ email }))).code).toBe("rate_limited");
  });
});

describe("register_organisation_status", () => {
  const statusOf = async (requestId: string) =>
    (await execute(registerOrganisationStatus, stranger(), { requestId })).data;
  const setMail = (verificationId: string, data: object) =>
    systemDb().outboxMail.updateMany({ where: { verificationId }, data });

  it("tells where the mail is, in words for the user", async () => {
    const { requestId } = await ask({ email: randomMailbox() });
    for (const [data, status] of [
      [{ status: "queued", attempts: 0 }, "queued"],
      [{ status: "queued", attempts: 2 }, "delayed"],
      [{ status: "sent" }, "sent"],
      [{ status: "dropped" }, "bounced"],
    ] as const) {
      await setMail(requestId, data);
      const answer = await statusOf(requestId);
      expect(answer).toMatchObject({ requestId, status });
      expect(answer.tellUser).toMatch(/\.$/);
    }
  });

  it("answers an unknown id like a queued mail", async () => {
    const { requestId } = await ask({ email: randomMailbox() });
    const known = await statusOf(requestId);
    expect({ ...(await statusOf("signup_req_000000000000000000000000")), requestId }).toEqual(known);
  });
});
