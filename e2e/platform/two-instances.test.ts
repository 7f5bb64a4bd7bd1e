import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabases } from "@/lib/db/client";
import { changeSettings, takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { freePort, type LaunchedServer, launchServer } from "../setup/launch";
import { findProgram, type Helper, startNginx, startPgBouncer } from "../setup/proxies";
import { signedInBrowser } from "../support/browser";
import { followFeed } from "../support/live-feed";
import { dataOf, errorOf, mailsTo, post, type Registration, register } from "../support/server";
import { randomMailbox } from "../support/workspace";

const nginx = findProgram("nginx");
const pgbouncer = findProgram("pgbouncer");
// Where anybody may walk: PgBouncer gives up being root.
const folder = mkdtempSync("/tmp/favcrm-proxies-");
const testDatabase = process.env.DATABASE_URL;
const secret = "a secret that both instances share, long enough";

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const listServices = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "list_services", arguments: {} } };

it.runIf(process.env.CI)("has nginx and PgBouncer to be tried with", () => {
  expect([nginx, pgbouncer]).not.toContain(undefined);
});

describe.each([
  ["straight to PostgreSQL", false],
  ["with a worker of its own, through PgBouncer in transaction mode", true],
])("two instances behind nginx, %s", (_, pooled) => {
  let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
  let pooler: (Helper & { url: string }) | undefined;
  let front: Helper | undefined;
  let owner: Registration;
  let url = "";
  const instances: LaunchedServer[] = [];
  let worker: LaunchedServer | undefined;
  let ports: [number, number];

  /** As deploy/compose.yaml has it: pooled, two that answer and one that works through mail; straight, two that do both. */
  const launch = (port: number, role: "all" | "web" | "worker") =>
    launchServer({
      PORT: String(port),
      APP_URL: url,
      FAVCRM_ROLE: role,
      DATABASE_URL: pooler?.url ?? database.url,
      DATABASE_DIRECT_URL: database.url,
      FAVCRM_DATA_DIR: path.join(folder, String(pooled), `data-${port}`),
      FAVCRM_SECRET: secret,
      FAVCRM_TRUSTED_HOPS: "1",
      FAVCRM_LIMIT_IP_HOUR: "1000",
      FAVCRM_LIMIT_IP_DAY: "1000",
      MAIL_TRANSPORT: "outbox",
    });

  beforeAll(async () => {
    if (!nginx || !pgbouncer) return;
    database = await takeOwnDatabase();
    const name = pooled ? "pooled" : "straight";
    if (pooled) pooler = await startPgBouncer(pgbouncer, path.join(folder, name, "pgbouncer"), database.url);
    const port = await freePort();
    ports = [await freePort(), await freePort()];
    url = `http://localhost:${port}`;
    for (const each of ports) instances.push(await launch(each, pooled ? "web" : "all"));
    if (pooled) worker = await launch(await freePort(), "worker");
    front = await startNginx(nginx, path.join(folder, name, "nginx"), port, ports);
    owner = await registerThrough();
  });
  afterAll(async () => {
    await front?.stop();
    await Promise.all([...instances, worker].map((instance) => instance?.stop()));
    await pooler?.stop();
    await closeDatabases();
    await database?.remove();
    changeSettings({ DATABASE_URL: testDatabase });
  });

  /** The outbox is closed behind a proxy, as it should be; its mails are read at an instance's own door. */
  async function registerThrough(): Promise<Registration> {
    return register("Twofold Yoga", { url, mailUrl: instances[0]?.url ?? "" });
  }

  const call = (key: string) => post(listServices, { url, key });

  it.skipIf(!nginx || !pgbouncer)("share the work", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(owner.apiKey)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ headers }) => headers.get("x-served-by"))).size).toBe(2);
  });

  it.skipIf(!nginx || !pgbouncer)("keep tenants apart under parallel calls over shared connections", async () => {
    const other = await registerThrough();
    await dataOf("create_service", { name: "Only mine", durationMinutes: 60 }, { url, key: owner.apiKey });
    const looks = Array.from({ length: 60 }, async (_, index) => {
      const mine = index % 2 === 0;
      const { items } = await dataOf<{ items: { name: string }[] }>(
        "list_services",
        {},
        { url, key: mine ? owner.apiKey : other.apiKey },
      );
      return items.map((item) => item.name).join() === (mine ? "Only mine" : "");
    });
    expect((await Promise.all(looks)).filter((isRight) => !isRight)).toEqual([]);
  });

  it.skipIf(!nginx || !pgbouncer)("agree on a revocation from its answer on", async () => {
    const { apiKey, key } = await dataOf<{ apiKey: string; key: { id: string } }>(
      "create_api_key",
      { name: "Soon dead" },
      { url, key: owner.apiKey },
    );
    expect((await call(apiKey)).status).toBe(200);
    await dataOf("revoke_api_key", { keyId: key.id }, { url, key: owner.apiKey });
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(apiKey)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(answers.map(({ headers }) => headers.get("x-served-by"))).size).toBe(2);
  });

  it.skipIf(!nginx || !pgbouncer)(
    "tell whoever watches one of them at once what was done through the other",
    async () => {
      const cookie = `favcrm=${(await signedInBrowser(owner)).token}`;
      const heard = await followFeed(url, cookie);
      expect(heard).toMatchObject({ status: 200, type: "text/event-stream; charset=utf-8" });
      // Once it listens, it tells every watcher to look; what comes after that is news.
      await expect.poll(() => heard.text, { timeout: 10_000 }).toContain("event: activity");
      const other = instances.find((instance) => new URL(instance.url).port !== heard.servedBy?.split(":")[1]);
      expect(instances.filter((instance) => instance !== other)).toHaveLength(1);
      for (const name of ["Seen at once", "Seen again"]) {
        heard.text = "";
        await dataOf("create_service", { name, durationMinutes: 30 }, { url: other?.url, key: owner.apiKey });
        // The stream looks by itself every fifteen seconds, but then it only says that it lives.
        await expect.poll(() => heard.text, { timeout: 10_000 }).toContain("event: activity");
      }
      heard.leave();
    },
  );

  it.skipIf(!nginx || !pgbouncer)("count guesses and mails together", async () => {
    const email = randomMailbox();
    const asked = { email, organisationName: "Twofold Yoga", country: "HK" };
    const { requestId } = await dataOf<{ requestId: string }>("register_organisation_request", asked, { url });
    const again = await errorOf("register_organisation_request", asked, { url });
    expect(again.kind).toBe("rate_limited");
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () => errorOf("register_organisation_verify", { requestId, code: "000000" }, { url })),
    );
    expect(guesses.filter(({ code }) => code !== "code_locked").length).toBeLessThanOrEqual(5);
    const mails = async () => (await mailsTo(email, instances[1]?.url)).length;
    await expect.poll(mails, { timeout: 15_000 }).toBe(1);
  });

  it.skipIf(!nginx || !pgbouncer)("answer and work as their roles say", async () => {
    const checks = async (server: LaunchedServer | undefined) =>
      Object.keys(((await (await fetch(`${server?.url}/readyz`)).json()) as { checks: object }).checks);
    expect(await checks(instances[0])).toEqual(["database", "migrations", ...(pooled ? [] : ["worker"])]);
    if (!worker) return;
    expect(await checks(worker)).toContain("worker");
    expect((await post(listServices, { url: worker.url, key: owner.apiKey })).status).toBe(404);
    const mailsOf = async (server: LaunchedServer | undefined) =>
      /favcrm_mails_total\{outcome="sent"\} (\d+)/.exec(await (await fetch(`${server?.url}/metrics`)).text())?.[1];
    expect([Number(await mailsOf(worker)) > 0, await mailsOf(instances[0])]).toEqual([true, undefined]);
  });

  /** Calls from four clients at once while `change` happens; the answers that were not 200. */
  async function failuresDuring(change: () => Promise<unknown>): Promise<number[]> {
    const statuses: number[] = [];
    let isOver = false;
    const clients = Array.from({ length: 4 }, async () => {
      while (!isOver) statuses.push((await call(owner.apiKey)).status);
    });
    await change();
    const answered = statuses.length;
    await expect.poll(() => statuses.length, { timeout: 60_000 }).toBeGreaterThan(answered + 40);
    isOver = true;
    await Promise.all(clients);
    return statuses.filter((status) => status !== 200);
  }

  it.skipIf(!nginx || !pgbouncer)("go on when one is killed, comes back, and the other is stopped", async () => {
    const [first, second] = instances;
    // What was under way there when it died is lost to its caller, and nothing afterwards.
    const lost = await failuresDuring(async () => first?.stop("SIGKILL"));
    expect(lost.filter((status) => status !== 502)).toEqual([]);
    expect(lost.length).toBeLessThanOrEqual(4);
    expect(await failuresDuring(async () => {})).toEqual([]);

    instances[0] = await launch(ports[0], pooled ? "web" : "all");
    const refused = await failuresDuring(async () => second?.stop());
    expect(refused.length).toBeLessThanOrEqual(4);
    expect(await failuresDuring(async () => {})).toEqual([]);
    expect((await register("After the storm", { url, mailUrl: instances[0].url })).apiKey).toMatch(/^fav_mcp_/);
  });
});
