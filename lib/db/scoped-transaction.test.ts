import type { Duplex } from "node:stream";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { env } from "@/lib/env";
import { openScopedPool } from "./scoped-pool";
import { type Plans, ScopedTransaction, UNAWAITED } from "./scoped-transaction";

const ROLE = "SET LOCAL ROLE favcrm_system";
const PLANS: Plans = {
  anew: "SET LOCAL plan_cache_mode = force_custom_plan",
  kept: "SET LOCAL plan_cache_mode = auto",
};

const pools: pg.Pool[] = [];
/** Sees what was really stored, as whoever owns the tables. */
let onlooker: pg.Client;

beforeAll(async () => {
  onlooker = new pg.Client({ connectionString: env().databaseUrl });
  await onlooker.connect();
  await onlooker.query(`
    DROP SCHEMA IF EXISTS tales CASCADE;
    CREATE SCHEMA tales;
    CREATE TABLE tales.told (word text PRIMARY KEY, by_whom text);
    GRANT USAGE ON SCHEMA tales TO favcrm_system;
    GRANT SELECT, INSERT, UPDATE, DELETE ON tales.told TO favcrm_system`);
});

beforeEach(() => onlooker.query("TRUNCATE tales.told"));

/** A test that fails leaves its transaction open, and whoever empties the table would wait for it. */
const lent = new Set<pg.PoolClient>();

afterEach(() => {
  for (const client of lent) {
    try {
      client.release(true);
    } catch {
      // It was given back.
    }
  }
  lent.clear();
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await onlooker.query("DROP SCHEMA tales CASCADE");
  await onlooker.end();
});

/** One connection for all transactions of a test, so that whatever one leaves behind is seen by the next. */
function open(prologue: string | (() => string) = ROLE, plans?: Plans): () => Promise<pg.PoolClient> {
  const pool = openScopedPool({
    connectionString: env().databaseUrl,
    max: 1,
    prologue: typeof prologue === "string" ? () => prologue : prologue,
    prepares: true,
    ...(plans ? { plans } : {}),
  });
  pools.push(pool);
  return async () => {
    const client = await pool.connect();
    lent.add(client);
    await client.query("BEGIN");
    return client;
  };
}

/** A transaction on a connection of its own, with every statement and every packet that it sends. */
async function overheard(plans?: Plans) {
  const pool = new pg.Pool({ connectionString: env().databaseUrl, max: 1, pipeline: true });
  pools.push(pool);
  const client = await pool.connect();
  lent.add(client);
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  const query = vi.spyOn(client, "query");
  const packets = (["_write", "_writev"] as const).map((way) => vi.spyOn(stream, way));
  return {
    transaction: new ScopedTransaction(client, ROLE, plans),
    said: () => query.mock.calls.map(([statement]) => String(statement)),
    packets: () => packets.flatMap(({ mock }) => mock.calls).length,
  };
}

async function told(): Promise<string[]> {
  const { rows } = await onlooker.query<{ word: string }>("SELECT word FROM tales.told ORDER BY word");
  return rows.map(({ word }) => word);
}

const tell = (word: string) => `INSERT INTO tales.told (word, by_whom) VALUES ('${word}', current_user)`;

describe("BEGIN", () => {
  test("leaves with the first statement, under the role", async () => {
    const client = await open()();
    expect((await client.query("SELECT current_user AS name")).rows).toEqual([{ name: "favcrm_system" }]);
    await client.query("COMMIT");
    client.release();
  });

  test.each(["SETT", "SET LOCAL ROLE nobody_here"])(
    "that fails (%s) withholds what is read behind it",
    async (prologue) => {
      const client = await open(prologue)();
      await expect(client.query("SELECT 1")).rejects.toThrow(/SETT|nobody_here/);
      await expect(client.query("SELECT 1")).rejects.toThrow();
      await client.query("ROLLBACK");
      client.release();
    },
  );

  test.each(["SETT", "SET LOCAL ROLE nobody_here"])("that fails (%s) lets no write through", async (prologue) => {
    const client = await open(prologue)();
    const writes = [client.query(tell("first")), client.query(tell("second")), client.query("SELECT 1")];
    for (const outcome of await Promise.allSettled(writes)) expect(outcome.status).toBe("rejected");
    await client.query("ROLLBACK");
    client.release();
    expect(await told()).toEqual([]);
  });

  test.each(["SETT", "SET LOCAL ROLE nobody_here"])(
    "that fails (%s) lets no write through that nobody waits for, though a read follows it",
    async (prologue) => {
      const client = await open(prologue)();
      await client.query(UNAWAITED + tell("early"));
      await expect(client.query("SELECT 1")).rejects.toThrow(/SETT|nobody_here/);
      await client.query("ROLLBACK");
      client.release();
      expect(await told()).toEqual([]);
    },
  );

  test("is not followed in its packet by a function of ours, which might write", async () => {
    await onlooker.query(`CREATE FUNCTION tales.favcrm_tell() RETURNS void LANGUAGE sql AS $$ ${tell("tale")} $$`);
    const client = await open("SETT")();
    await expect(client.query("SELECT tales.favcrm_tell()")).rejects.toThrow(/SETT/);
    await client.query("ROLLBACK");
    client.release();
    expect(await told()).toEqual([]);
  });

  test("that fails under a COMMIT stores nothing and leaves a clean connection", async () => {
    let role = "SET LOCAL ROLE nobody_here";
    const begin = open(() => role);
    const client = await begin();
    await client.query(UNAWAITED + tell("lost"));
    await expect(client.query("COMMIT")).rejects.toThrow(/nobody_here/);
    client.release();
    role = ROLE;
    const next = await begin();
    await next.query(tell("next"));
    await next.query("COMMIT");
    next.release();
    expect(await told()).toEqual(["next"]);
  });

  test("is never sent when nothing happens before the end", async () => {
    const begin = open("SETT");
    for (const end of ["COMMIT", "ROLLBACK"]) {
      const client = await begin();
      await client.query(end);
      client.release();
    }
  });

  test("is waited for by statements that are sent at the same time", async () => {
    const client = await open()();
    const names = [client.query(`${tell("a")} RETURNING by_whom`), client.query(`${tell("b")} RETURNING by_whom`)];
    const rows = (await Promise.all(names)).flatMap((result) => result.rows);
    expect(rows).toEqual([{ by_whom: "favcrm_system" }, { by_whom: "favcrm_system" }]);
    await client.query("COMMIT");
    client.release();
  });
});

describe("a ROLLBACK", () => {
  test("leaves nothing of its transaction to the next one on its connection", async () => {
    const begin = open();
    const client = await begin();
    await client.query(tell("gone"));
    await client.query("ROLLBACK");
    client.release();
    const next = await begin();
    await next.query(tell("kept"));
    await next.query("COMMIT");
    next.release();
    expect(await told()).toEqual(["kept"]);
  });
});

describe("what is sent", () => {
  test("is a read in one packet with its BEGIN, once", async () => {
    const { transaction, said, packets } = await overheard();
    await transaction.query("BEGIN");
    await transaction.query("SELECT 1");
    expect(said()).toEqual([`BEGIN; ${ROLE}`, "SELECT 1"]);
    expect(packets()).toBe(1);
  });

  test.each(["COMMIT", "ROLLBACK"])("is nothing at all before a %s when nothing was asked", async (end) => {
    const { transaction, said } = await overheard();
    await transaction.query("BEGIN");
    await transaction.query(end);
    expect(said()).toEqual([]);
  });

  test("says how to plan only where that changes", async () => {
    const { transaction, said } = await overheard(PLANS);
    const statements = [tell("a"), tell("b"), "SAVEPOINT here", "SELECT 1", "SELECT 2", "COMMIT"];
    for (const statement of ["BEGIN", ...statements]) await transaction.query(statement);
    const [a, b, savepoint, ...rest] = statements;
    expect(said()).toEqual([`BEGIN; ${ROLE}`, PLANS.kept, a, b, savepoint, PLANS.anew, ...rest]);
  });

  test("later is answered as nothing, and touches no row", async () => {
    const { transaction } = await overheard();
    const nothing = { command: "", rowCount: 0, oid: 0, rows: [], fields: [] };
    expect(await transaction.query("BEGIN")).toEqual(nothing);
    expect(await transaction.query(UNAWAITED + tell("later"))).toEqual(nothing);
  });
});

test.each(["COMMIT", "ROLLBACK"])("nothing is said after a %s, on a connection that is lent to others", async (end) => {
  const client = await open()();
  await client.query("SELECT 1");
  await client.query(end);
  await expect(client.query(tell("late"))).rejects.toThrow("The transaction is over");
  client.release();
  expect(await told()).toEqual([]);
});

test("a text takes values, a statement brings its own", async () => {
  const client = await open()();
  const text = "SELECT $1::text AS word";
  expect((await client.query(text, ["beside"])).rows).toEqual([{ word: "beside" }]);
  expect((await client.query({ text, values: ["within"] })).rows).toEqual([{ word: "within" }]);
  expect((await client.query({ text, values: ["both"] }, ["both"])).rows).toEqual([{ word: "both" }]);
  await client.query("COMMIT");
  client.release();
});

describe("a statement that nobody waits for", () => {
  test("is stored with the COMMIT, under the role", async () => {
    const client = await open()();
    await client.query(UNAWAITED + tell("later"));
    await client.query("COMMIT");
    client.release();
    expect((await onlooker.query("SELECT * FROM tales.told")).rows).toEqual([
      { word: "later", by_whom: "favcrm_system" },
    ]);
  });

  test("keeps its place before the next statement", async () => {
    const client = await open()();
    await client.query(UNAWAITED + tell("before"));
    expect((await client.query("SELECT word FROM tales.told")).rows).toEqual([{ word: "before" }]);
    await client.query("COMMIT");
    client.release();
  });

  test("that fails makes the COMMIT fail, stores nothing, and leaves a clean connection", async () => {
    const begin = open();
    const client = await begin();
    await client.query(tell("twice"));
    await client.query(UNAWAITED + tell("twice"));
    await expect(client.query("COMMIT")).rejects.toThrow(/duplicate key/);
    client.release();
    expect(await told()).toEqual([]);
    const next = await begin();
    await next.query(tell("next"));
    await next.query("COMMIT");
    next.release();
    expect(await told()).toEqual(["next"]);
  });

  test("that fails is what the next statement fails with", async () => {
    const client = await open()();
    await client.query(tell("twice"));
    await client.query(UNAWAITED + tell("twice"));
    await expect(client.query("SELECT 1")).rejects.toThrow(/duplicate key/);
    await client.query("ROLLBACK");
    client.release();
  });

  test("goes with a ROLLBACK, and is not said in the next transaction", async () => {
    const begin = open();
    const client = await begin();
    await client.query(UNAWAITED + tell("never"));
    await client.query("ROLLBACK");
    client.release();
    const next = await begin();
    await next.query("SELECT 1");
    await next.query("COMMIT");
    next.release();
    expect(await told()).toEqual([]);
  });
});

describe("plans", () => {
  const MODE = "current_setting('plan_cache_mode') AS mode";
  const insert = (word: string) => `${tell(word)} RETURNING ${MODE}`;
  const modeOf = async (client: pg.PoolClient, sql: string) =>
    (await client.query<{ mode: string }>(sql)).rows[0]?.mode;

  test("are made anew but for rows that were given", async () => {
    const client = await open(`${ROLE}; ${PLANS.anew}`, PLANS)();
    expect(await modeOf(client, `SELECT ${MODE}`)).toBe("force_custom_plan");
    expect(await modeOf(client, insert("a"))).toBe("auto");
    expect(await modeOf(client, insert("b"))).toBe("auto");
    expect(await modeOf(client, `UPDATE tales.told SET word = 'c' WHERE word = 'b' RETURNING ${MODE}`)).toBe(
      "force_custom_plan",
    );
    const copy = `INSERT INTO tales.told (word) SELECT word || '!' FROM tales.told WHERE word = 'a' RETURNING ${MODE}`;
    expect(await modeOf(client, copy)).toBe("force_custom_plan");
    await client.query("COMMIT");
    client.release();
  });

  test("are made anew again when a savepoint took the setting back", async () => {
    const client = await open(`${ROLE}; ${PLANS.anew}`, PLANS)();
    await client.query(tell("a"));
    await client.query("SAVEPOINT here");
    expect(await modeOf(client, `SELECT ${MODE}`)).toBe("force_custom_plan");
    await client.query("ROLLBACK TO SAVEPOINT here");
    expect(await modeOf(client, `SELECT ${MODE}`)).toBe("force_custom_plan");
    await client.query("ROLLBACK");
    client.release();
  });

  test("stay as the operation chose them", async () => {
    const client = await open(`${ROLE}; ${PLANS.anew}`, PLANS)();
    await client.query("SET LOCAL plan_cache_mode = force_generic_plan");
    expect(await modeOf(client, insert("a"))).toBe("force_generic_plan");
    expect(await modeOf(client, `SELECT ${MODE}`)).toBe("force_generic_plan");
    await client.query("ROLLBACK");
    client.release();
  });
});
