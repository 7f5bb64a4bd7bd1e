import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { makeWorkspace, randomAddress, randomMailbox, stranger } from "@/e2e/support/workspace";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { changeSettings, takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { execute } from "@/lib/kernel/execute";
import { registerOrganisationRequest } from "@/lib/operations/sign-up/register-organisation-request";
import { registerOrganisationVerify } from "@/lib/operations/sign-up/register-organisation-verify";
import { authenticateKey } from "./authenticate";
import { codeOf } from "./codes";
import { flushKeyUse } from "./key-use";
import { generateKey } from "./keys";

let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
let admin: pg.Client;

beforeAll(async () => {
  database = await takeOwnDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});

afterAll(async () => {
  await admin.end().catch(() => {});
  await closeDatabases();
  await database.remove();
});

const ask = async (ip = randomAddress(), email = randomMailbox()) =>
  (await execute(registerOrganisationRequest, stranger(ip), { email, organisationName: "Stretch + Breathe" })).data;
const verify = (requestId: string, code: string) =>
  execute(registerOrganisationVerify, stranger(), { requestId, code });
const wrong = (requestId: string) => (codeOf(requestId) === "000000" ? "000001" : "000000");
const bearer = (key: string) =>
  authenticateKey(new Request("http://localhost/mcp", { headers: { authorization: `Bearer ${key}` } }));

describe("limits", () => {
  it("stop one address that tries mailbox after mailbox, and nobody else (case 6)", async () => {
    changeSettings({ MAIL_TRANSPORT: "smtp", SMTP_URL: "smtp://127.0.0.1:9", MAIL_FROM: "hello@example.com" });
    const ip = randomAddress();
    for (let count = 0; count < 3; count++) await ask(ip);
    const errors = await Promise.all(Array.from({ length: 997 }, () => refusal(ask(ip))));
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["rate_limited"]));
    expect(errors[0]?.details?.retryAfterSeconds).toBeGreaterThan(3_000);
    await ask(randomAddress());
    changeSettings({ MAIL_TRANSPORT: undefined, SMTP_URL: undefined, MAIL_FROM: undefined });
  });

  it("slow every verification once the instance's budget of wrong codes is spent (case 33)", async () => {
    changeSettings({ FAVCRM_WRONG_CODES_PER_MINUTE: "3" });
    const waits = vi.spyOn(globalThis, "setTimeout");
    /** Whether a wrong code was let wait two seconds, by the timers that were set. */
    const isSlowed = async () => {
      const { requestId } = await ask();
      waits.mockClear();
      expect((await refusal(verify(requestId, wrong(requestId)))).code).toBe("code_incorrect");
      return waits.mock.calls.some(([, ms]) => ms === 2_000);
    };
    for (let guess = 0; guess < 4; guess++) expect(await isSlowed()).toBe(false);
    expect(await isSlowed()).toBe(true);
    waits.mockRestore();
    const { requestId } = await ask();
    expect((await verify(requestId, codeOf(requestId))).data.organisationId).toMatch(/^org_/);
    changeSettings({ FAVCRM_WRONG_CODES_PER_MINUTE: undefined });
    await systemDb().rateLimit.deleteMany();
  });

  it("refuse when they cannot be asked, and evaluate no guess (case 35)", async () => {
    const { requestId } = await ask();
    await admin.query("ALTER TABLE rate_limits RENAME TO rate_limits_away");
    try {
      const calls = [
        () => verify(requestId, codeOf(requestId)),
        () => verify(requestId, wrong(requestId)),
        () => ask(),
      ];
      for (const call of calls)
        expect(await refusal(call())).toMatchObject({ code: "unavailable", kind: "unavailable" });
      const row = await systemDb().verificationRequest.findUniqueOrThrow({ where: { id: requestId } });
      expect([row.wrongGuesses, row.usedAt]).toEqual([0, null]);
    } finally {
      await admin.query("ALTER TABLE rate_limits_away RENAME TO rate_limits");
    }
    expect((await verify(requestId, codeOf(requestId))).data.organisationId).toMatch(/^org_/);
  });
});

describe("a sign-up", () => {
  it("that breaks between its inserts leaves nothing, and the code still works afterwards (case 30)", async () => {
    const email = randomMailbox();
    const { requestId } = await ask(randomAddress(), email);
    for (const table of ["companies", "memberships", "api_keys", "outbox_mails", "audit_events"]) {
      await admin.query(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken off'; END $$;
                         CREATE TRIGGER break_off BEFORE INSERT ON ${table} EXECUTE FUNCTION break_off()`);
      expect((await refusal(verify(requestId, codeOf(requestId)))).code, table).toBe("internal");
      await admin.query("DROP FUNCTION break_off CASCADE");
      expect(await systemDb().user.count({ where: { email } }), table).toBe(0);
      expect(await systemDb().membership.count({ where: { user: { email } } }), table).toBe(0);
    }
    expect((await verify(requestId, codeOf(requestId))).data.organisationId).toMatch(/^org_/);
  });
});

describe("a key", () => {
  it("still works when its use cannot be written (case 44)", async () => {
    const { apiKey } = await makeWorkspace();
    await admin.query(`CREATE FUNCTION no_writing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
                       CREATE TRIGGER no_writing BEFORE UPDATE ON api_keys EXECUTE FUNCTION no_writing()`);
    expect(await bearer(apiKey)).toHaveProperty("key");
    await expect(flushKeyUse()).resolves.toBeUndefined();
    await admin.query("DROP FUNCTION no_writing CASCADE");
  });

  it("with a wrong checksum is refused without asking the database, which is gone here (case 36)", async () => {
    await admin.end();
    await closeDatabases();
    const elsewhere = new URL(database.url);
    elsewhere.port = "9";
    changeSettings({ DATABASE_URL: elsewhere.href });
    expect(await bearer(`fav_mcp_${"0".repeat(36)}`)).toBe("invalid_token");
    await expect(bearer(generateKey())).rejects.toThrow();
  });
});
