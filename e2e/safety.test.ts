import { execFileSync } from "node:child_process";
import { once } from "node:events";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { type LaunchedServer, launchServer } from "./setup/launch";
import { dataOf, errorOf, mailedCode, post, type Registration, raw, register } from "./support/server";
import { randomMailbox } from "./support/workspace";

let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
let admin: pg.Client;
const servers: LaunchedServer[] = [];
const secrets = { keys: new Set<string>(), codes: new Set<string>() };

/** Two instances on one database, as verbose as they can be. */
async function launch(): Promise<LaunchedServer> {
  const server = await launchServer({
    DATABASE_URL: database.url,
    FAVCRM_DATA_DIR: process.env.FAVCRM_DATA_DIR,
    FAVCRM_SECRET: "a secret of this suite alone, long enough",
    LOG_LEVEL: "trace",
  });
  servers.push(server);
  return server;
}

let one: LaunchedServer;
let two: LaunchedServer;
let owner: Registration;

beforeAll(async () => {
  database = await takeOwnDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  [one, two] = await Promise.all([launch(), launch()]);
  owner = await register("Stretch + Breathe", { url: one.url });
  secrets.keys.add(owner.apiKey);
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop("SIGKILL")));
  await admin.end();
  await closeDatabases();
  await database.remove();
});

const statusOf = async (server: LaunchedServer, key: string) =>
  (
    await post(
      { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "list_services", arguments: {} } },
      { url: server.url, key },
    )
  ).status;

async function requestCode(server: LaunchedServer): Promise<{ email: string; requestId: string; code: string }> {
  const email = randomMailbox();
  const asked = { email, organisationName: "Stretch + Breathe", country: "HK" };
  const { requestId } = await dataOf<{ requestId: string }>("register_organisation_request", asked, {
    url: server.url,
  });
  const code = await mailedCode(email, server.url);
  secrets.codes.add(code);
  return { email, requestId, code };
}

describe("two instances", () => {
  it("agree on a revocation from its answer on (cases 38, 39)", async () => {
    for (let round = 0; round < 5; round++) {
      const args = { name: `Agent ${round}` };
      const { apiKey, key } = await dataOf<{ apiKey: string; key: { id: string } }>("create_api_key", args, {
        url: one.url,
        key: owner.apiKey,
      });
      secrets.keys.add(apiKey);
      expect([await statusOf(one, apiKey), await statusOf(two, apiKey)]).toEqual([200, 200]);
      const busy = Array.from({ length: 10 }, () => statusOf(two, apiKey));
      await dataOf("revoke_api_key", { keyId: key.id }, { url: one.url, key: owner.apiKey });
      expect([await statusOf(two, apiKey), await statusOf(one, apiKey)]).toEqual([401, 401]);
      expect((await Promise.all(busy)).every((status) => status === 200 || status === 401)).toBe(true);
    }
  });

  it("make one workspace of one code that is verified on both at once (case 23)", async () => {
    const { requestId, code, email } = await requestCode(one);
    const verify = async (server: LaunchedServer) => {
      const response = await post(
        {
          jsonrpc: "2.0",
          id: 1,
          method: "tools/call",
          params: { name: "register_organisation_verify", arguments: { requestId, code } },
        },
        { url: server.url },
      );
      const { result } = (await response.json()) as {
        result: { structuredContent: { data?: Registration; error?: { code: string } } };
      };
      return result.structuredContent;
    };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => verify(index % 2 ? one : two)));
    const made = answers.flatMap(({ data }) => (data ? [data.apiKey] : []));
    for (const key of made) secrets.keys.add(key);
    expect(made).toHaveLength(1);
    expect(answers.flatMap(({ error }) => (error ? [error.code] : []))).toEqual(Array(19).fill("code_used"));
    expect(await systemDb().membership.count({ where: { user: { email } } })).toBe(1);
  });
});

describe("a server killed between the inserts of a sign-up", () => {
  it("leaves none of them, and the code works on the next one (case 30)", async () => {
    const doomed = await launch();
    const { requestId, code, email } = await requestCode(doomed);
    await admin.query("BEGIN; LOCK TABLE api_keys IN SHARE ROW EXCLUSIVE MODE");
    const call = errorOf("register_organisation_verify", { requestId, code }, { url: doomed.url }).catch(
      () => "cut off",
    );
    const waiting = async () => {
      const { rows } = await admin.query(
        "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'api_keys'::regclass",
      );
      return rows.length;
    };
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
    doomed.process.kill("SIGKILL");
    await once(doomed.process, "exit");
    expect(await call).toBe("cut off");
    await admin.query("ROLLBACK");
    await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
    await expect.poll(() => systemDb().user.count({ where: { email } })).toBe(0);
    expect(await systemDb().verificationRequest.findUnique({ where: { id: requestId } })).toMatchObject({
      usedAt: null,
      organisationId: null,
    });
    const made = await dataOf<Registration>("register_organisation_verify", { requestId, code }, { url: two.url });
    secrets.keys.add(made.apiKey);
    expect(await systemDb().membership.count({ where: { user: { email } } })).toBe(1);
  });
});

describe("a client's address", () => {
  it("is the socket's, whatever the client's headers claim (case 8)", async () => {
    const requestId = "spoofed-request-0001";
    const headers = {
      "x-request-id": requestId,
      "x-forwarded-for": "6.6.6.6",
      "x-real-ip": "6.6.6.6",
      forwarded: "for=6.6.6.6",
      "x-favcrm-peer": "0000 6.6.6.6",
    };
    await dataOf(
      "register_organisation_request",
      { email: randomMailbox(), organisationName: "Spoofed" },
      { url: one.url, headers },
    );
    const [event] = await systemDb().systemAuditEvent.findMany({ where: { requestId } });
    expect(["127.0.0.1", "::1"]).toContain(event?.ip);
  });
});

describe("the local outbox (case 75)", () => {
  const status = async (path: string, headers: Record<string, string>) =>
    (await raw(path, { url: one.url, method: "GET", headers })).status;

  it.each(["/api/outbox", "/outbox"])(
    "%s is there for this machine, and for nobody behind a proxy or another name",
    async (path) => {
      const { host } = new URL(one.url);
      expect(await status(path, { host })).toBe(200);
      for (const headers of [
        { host, "x-forwarded-for": "203.0.113.9" },
        { host, "x-forwarded-for": "127.0.0.1, 127.0.0.1" },
        { host, "x-forwarded-host": "crm.example.com" },
        { host, "x-forwarded-proto": "https" },
        { host, forwarded: "for=127.0.0.1" },
        { host, via: "1.1 proxy" },
        { host: "crm.example.com" },
        { host: "localhost.evil.example" },
      ] as Record<string, string>[]) {
        expect(await status(path, headers), JSON.stringify(headers)).toBe(404);
      }
    },
  );
});

describe("bodies made to hurt, again and again (case 64)", () => {
  const memoryOf = ({ process: { pid } }: LaunchedServer) =>
    Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1_024;

  it("are refused in bounded memory, without an error of ours", async () => {
    const before = memoryOf(two);
    const bodies = [
      `[${"1,".repeat(500_000)}1]`,
      `${"[".repeat(500_000)}${"]".repeat(500_000)}`,
      `{"a":"${"x".repeat(1_000_000)}"}`,
      `{${Array.from({ length: 19_000 }, (_, index) => `"k${index}":1`).join(",")}}`,
      `"${"\\u0000".repeat(160_000)}"`,
      "9".repeat(1_000_000),
    ];
    for (let round = 0; round < 8; round++) {
      const statuses = await Promise.all(bodies.map(async (body) => (await post(body, { url: two.url })).status));
      for (const status of statuses) expect([400, 413]).toContain(status);
    }
    expect(memoryOf(two) - before).toBeLessThan(150);
    expect(await statusOf(two, owner.apiKey)).toBe(200);
  });
});

describe("a dump of everything (case 48)", () => {
  /** Every row of every table, our own and the job queue's, as text. */
  async function dump(): Promise<string> {
    const { rows } = await admin.query<{ name: string }>(`
      SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`);
    const texts: string[] = [];
    for (const { name } of rows) {
      const found = await admin.query<{ text: string }>(`SELECT to_jsonb(t)::text AS text FROM ${name} t`);
      texts.push(...found.rows.map(({ text }) => `${name} ${text}`));
    }
    // Fractions of a second have six digits, too.
    return texts.join("\n").replace(/:\d\d\.\d+/g, "");
  }

  it("holds no key and no code, and neither do the logs", async () => {
    const { requestId, code } = await requestCode(one);
    await errorOf(
      "register_organisation_verify",
      { requestId, code: code === "000000" ? "000001" : "000000" },
      { url: one.url },
    );
    await errorOf("register_organisation_verify", { requestId, Code: code }, { url: one.url });
    await errorOf("register_organisation_verify", { requestId, code: Number(code) }, { url: one.url });
    await errorOf("switch_company", { companyId: `co_${owner.apiKey}` }, { url: one.url, key: owner.apiKey });
    const text = await dump();
    expect(text).toContain(owner.organisationId);
    const printed = servers.map(({ output }) => output()).join("\n");
    // Bytes stand in the dump in hex, and some tables keep them.
    const formsOf = (key: string) => [key, Buffer.from(key).toString("hex"), Buffer.from(key).toString("base64")];
    for (const [where, content] of [
      ["database", text],
      ["output", printed],
    ] as const) {
      expect(content.match(/fav_mcp_[0-9A-Za-z]{36}/g), where).toBeNull();
      for (const key of [...secrets.keys].flatMap(formsOf))
        expect(content.includes(key), `a key stands in the ${where}`).toBe(false);
    }
    // The terminal shows mails that go nowhere else, codes and all; what is logged are the lines of JSON.
    const logged = printed.split("\n").filter((line) => line.startsWith("{"));
    for (const [where, content] of [
      ["database", text],
      ["logs", logged.join("\n").replace(/"time":"[^"]*"/g, "")],
    ] as const) {
      for (const each of secrets.codes)
        expect(content.match(new RegExp(`.{0,80}\\b${each}\\b.{0,20}`))?.[0], where).toBeUndefined();
    }
  });
});
