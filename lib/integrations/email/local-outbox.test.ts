import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET } from "@/app/api/outbox/route";
import { PEER_HEADER, peerToken } from "@/lib/auth/client-address";
import { codeOf } from "@/lib/auth/codes";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { deliverMail } from "@/lib/jobs/deliver-mail";
import { queueMail } from "@/lib/kernel/outbox";
import { emailAvailable } from "./availability";
import { isOutboxOpen, listOutbox, type OutboxItem } from "./local-outbox";
import { openOutbox } from "./outbox";
import { changeSettings, makeCodeRequest, takeOwnDatabase } from "./testing/own-database";

let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
const unset = { HOST: undefined, APP_URL: undefined, MAIL_TRANSPORT: undefined, RESEND_API_KEY: undefined };
const provider = { MAIL_TRANSPORT: "resend", RESEND_API_KEY: "re_x", MAIL_FROM: "FavCRM <hello@example.com>" };

beforeAll(async () => {
  database = await takeOwnDatabase();
});
beforeEach(() => changeSettings(unset));
afterAll(async () => {
  await closeDatabases();
  await database.remove();
});

describe("the local outbox", () => {
  const open = (
    changes: { peerAddress?: string | null; host?: string | null; headers?: Record<string, string> } = {},
  ) =>
    isOutboxOpen({
      peerAddress: "127.0.0.1",
      host: "localhost:3000",
      ...changes,
      headers: new Headers(changes.headers),
    });

  it("exists for this machine, by its loopback names", () => {
    for (const host of ["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000"])
      expect(open({ host })).toBe(true);
    expect(open({ peerAddress: "::1" })).toBe(true);
  });

  it("exists for nobody else: not behind a proxy, with a forged header or under a foreign name (case 75)", () => {
    expect(open({ peerAddress: "192.0.2.1" })).toBe(false);
    expect(open({ peerAddress: null })).toBe(false);
    for (const host of [
      null,
      "",
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.evil.example:3000",
      "192.0.2.1",
    ]) {
      expect(open({ host }), String(host)).toBe(false);
    }
    const relayed: Record<string, string>[] = [
      { "x-forwarded-for": "192.0.2.1" },
      { "x-forwarded-for": "127.0.0.1, 192.0.2.1" },
      { "x-forwarded-host": "crm.example.com" },
      { forwarded: "for=127.0.0.1" },
      { "x-real-ip": "127.0.0.1" },
      { via: "1.1 proxy" },
      // What a client forged to look like Next's own addition; our server saw it at the socket.
      { "x-forwarded-for": "127.0.0.1", [PEER_HEADER]: `${peerToken()} 127.0.0.1 forwarded` },
    ];
    for (const headers of relayed) expect(open({ headers }), JSON.stringify(headers)).toBe(false);
  });

  it("is not closed by what Next itself adds to every request", () => {
    expect(open({ headers: { "x-forwarded-for": "::ffff:127.0.0.1", "x-forwarded-host": "localhost:3000" } })).toBe(
      true,
    );
  });

  it("does not exist once a provider is set up or the server can be reached from elsewhere", () => {
    changeSettings(provider);
    expect(open()).toBe(false);
    changeSettings({ ...unset, HOST: "0.0.0.0", APP_URL: "https://crm.example.com" });
    expect(open()).toBe(false);
  });
});

describe("GET /api/outbox", () => {
  const get = (query = "", headers: Record<string, string> = {}) =>
    GET(
      new Request(`http://localhost:3000/api/outbox${query}`, {
        headers: { host: "localhost:3000", [PEER_HEADER]: `${peerToken()} 127.0.0.1`, ...headers },
      }),
    );
  const itemsOf = async (query = "") => ((await (await get(query)).json()) as { items: OutboxItem[] }).items;

  async function signUp(to: string): Promise<{ mailId: string; code: string }> {
    const verificationId = await makeCodeRequest(to);
    const mailId = await queueMail(systemDb(), { template: "sign_up_code", to, locale: "en", verificationId });
    expect(await deliverMail(mailId)).toBe("sent");
    return { mailId, code: codeOf(verificationId) };
  }

  it("answers with the mails of one address, newest first, with codes that stand nowhere in the database", async () => {
    const first = await signUp("ada@example.com");
    await signUp("bob@example.com");
    const second = await signUp("ada@example.com");
    const items = await itemsOf("?to=ADA@example.com");
    expect(items.map(({ id, code }) => ({ mailId: id, code }))).toEqual([second, first]);
    expect(items[0]).toMatchObject({ to: "ada@example.com", subject: "Your FavCRM code" });
    expect(items[0]?.text).toContain(second.code);
    expect(items[0]?.html).toContain(second.code);
    expect(items[0]?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect((await itemsOf("?limit=1")).map(({ id }) => id)).toEqual([second.mailId]);
    const stored = await systemDb().$queryRaw<{ line: string }[]>`
      SELECT m::text AS line FROM outbox_mails m UNION ALL SELECT v::text FROM verification_requests v`;
    for (const { line } of stored) expect(line).not.toMatch(new RegExp(`\\b(${first.code}|${second.code})\\b`));
  });

  it.each(["?to=", "?to=nobody@example.com", "?to=no-address", "?limit=0", "?limit=-5", "?limit=1e9", "?limit=x"])(
    "answers %s without an error",
    async (query) => expect((await get(query)).status).toBe(200),
  );

  it("answers 404 without a body worth reading when the outbox is closed", async () => {
    const closed = await get("", { [PEER_HEADER]: "forged 127.0.0.1" });
    expect(closed.status).toBe(404);
    expect(await closed.text()).not.toContain("@example.com");
    expect((await get("", { "x-forwarded-for": "198.51.100.1" })).status).toBe(404);
  });

  it("does not show mails that left through a provider before", async () => {
    const { mailId } = await signUp("carol@example.com");
    await systemDb().outboxMail.update({ where: { id: mailId }, data: { provider: "resend#0badc0de" } });
    expect(await itemsOf("?to=carol@example.com")).toEqual([]);
  });
});

describe("the terminal", () => {
  const message = {
    from: "f@example.com",
    to: "ada@example.com",
    subject: "Your FavCRM code",
    html: "",
    text: "See\nhttp://localhost:3000/x",
  };
  const options = { idempotencyKey: "mail_1", signal: AbortSignal.timeout(1_000) };

  it("shows the code of a mail, or its text when there is none, and obeys no control characters", async () => {
    const shown: string[] = [];
    const outbox = openOutbox((block) => void shown.push(block));
    await outbox.send({ ...message, code: "012345" }, options);
    await outbox.send({ ...message, to: "a\u001b[2Jb@example.com" }, options);
    expect(shown[0]).toContain("Code:    012345");
    expect(shown[1]).toContain("http://localhost:3000/x");
    expect(shown.join("")).not.toContain("\u001b");
  });

  it("never makes mail unavailable", async () => expect(await emailAvailable()).toBe(true));
});

it("listOutbox refuses what is no address by finding nothing", async () => {
  expect(await listOutbox({ to: "x\r\ny@example.com" })).toEqual([]);
});
