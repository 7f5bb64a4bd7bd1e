import { once } from "node:events";
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../setup/folders";
import { freePort, launchServer, spawnServer, type Variables } from "../setup/launch";

const folder = temporaryFolder("refusals");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a server that should not start; answers its exit code and the lines it printed. */
async function refusal(variables: Variables): Promise<{ code: number | null; lines: string[] }> {
  const server = await spawnServer({ FAVCRM_DATA_DIR: path.join(folder, "data"), ...variables });
  const timer = setTimeout(() => server.process.kill("SIGKILL"), 60_000);
  await once(server.process, "close");
  clearTimeout(timer);
  return { code: server.process.exitCode, lines: server.output().trim().split("\n") };
}

/** Every file and folder, with its size and when it was written. */
function stateOf(cluster: string): string[] {
  return readdirSync(cluster, { recursive: true })
    .map((file) => {
      const { size, mtimeMs } = statSync(path.join(cluster, String(file)));
      return `${file} ${size} ${mtimeMs}`;
    })
    .sort();
}

describe("a server that cannot start says why in one line and ends with 1", () => {
  it.each<[string, Variables, RegExp]>([
    ["a bad number", { FAVCRM_TRUSTED_HOPS: "many" }, /^FAVCRM_TRUSTED_HOPS must be a whole number/],
    ["a bad address", { DATABASE_URL: "mysql://root:hunter2@localhost/x" }, /^DATABASE_URL must be an address/],
    ["a public bind without a name", { HOST: "0.0.0.0" }, /^APP_URL is needed because HOST=0\.0\.0\.0/],
    ["a sender without an address", { SMTP_URL: "smtp://localhost", MAIL_FROM: "x" }, /^MAIL_FROM must be a sender/],
  ])("%s", async (_name, variables, line) => {
    const { code, lines } = await refusal(variables);
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(line);
    expect(lines[0]).not.toContain("hunter2");
  });

  it("a taken port", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const { port } = blocker.address() as { port: number };
    const { code, lines } = await refusal({ PORT: String(port) });
    blocker.close();
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringContaining(`PORT ${port} on 127.0.0.1 cannot be opened: another program uses it`),
    ]);
  });

  it("an unreachable database", async () => {
    const url = `postgresql://someone:hunter2@127.0.0.1:${await freePort()}/favcrm`;
    const { code, lines } = await refusal({ DATABASE_URL: url });
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/^The database at 127\.0\.0\.1:\d+ cannot be reached/);
    expect(lines.join()).not.toContain("hunter2");
  });
});

describe("a database that FavCRM must not touch", () => {
  const { DATABASE_URL = "" } = process.env;
  const name = `ascii_${process.pid}`;
  const admin = new pg.Client({ connectionString: DATABASE_URL });

  beforeAll(async () => {
    await admin.connect();
    await admin.query(
      `CREATE DATABASE ${name} ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`,
    );
  });
  afterAll(async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });

  it("one that is not UTF-8 is refused, and stays empty (case 74)", async () => {
    const url = new URL(DATABASE_URL);
    url.pathname = name;
    const { code, lines } = await refusal({ DATABASE_URL: url.href });
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/encoded in SQL_ASCII; FavCRM needs UTF8/);
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    const { rows } = await client.query("SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'");
    await client.end();
    expect(rows).toEqual([{ tables: 0 }]);
  });

  it("a data folder of another PostgreSQL major stops with a rescue text and is left as it was (case 80)", async () => {
    const data = path.join(folder, "other major");
    await (await launchServer({ FAVCRM_DATA_DIR: data })).stop();
    const cluster = path.join(data, "postgres");
    const versionFile = path.join(cluster, "PG_VERSION");
    writeFileSync(versionFile, "17\n");
    const before = stateOf(cluster);
    expect(before.length).toBeGreaterThan(500);

    const { code, lines } = await refusal({ FAVCRM_DATA_DIR: data });
    expect(code).toBe(1);
    expect(lines.join("\n")).toMatch(/written by PostgreSQL 17; this FavCRM brings PostgreSQL 18/);
    expect(lines.join("\n")).toContain("Nothing was touched");
    expect(stateOf(cluster)).toEqual(before);

    writeFileSync(versionFile, "18\n");
    await (await launchServer({ FAVCRM_DATA_DIR: data })).stop();
  });
});
