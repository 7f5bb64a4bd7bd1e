import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { env } from "@/lib/env";
import { type DatabaseClient, Prisma, systemDb, tenantDb } from "./client";
import { PrismaClient } from "./generated/client";
import { withRawDoor } from "./raw-door";
import { openScopedPool } from "./scoped-pool";
import { systemPrologue, systemSettings, withTenant } from "./tenant";

/** Every kind of value that a column of ours has, alone and in lists. */
const READ = `SELECT 1::int2 AS i2, 2::int4 AS i4, 9007199254740993::int8 AS i8, 1.5::float8 AS f8, 12.340::numeric AS exact, true AS yes,
  'text' AS words, NULL::text AS nothing, 'name'::name AS name, '10.0.0.1'::inet AS address,
  DATE '2026-05-11' AS day, TIME '09:30' AS hour, TIMESTAMP '2026-05-11 09:30:00.5' AS local,
  TIMESTAMPTZ '2026-05-11 09:30:00.123+02' AS instant, '{"a":[1,"x"]}'::jsonb AS form, '[1]'::json AS list,
  ARRAY['a','b,c',NULL] AS texts, ARRAY[1,2] AS numbers, ARRAY[9007199254740993]::int8[] AS longs,
  ARRAY[1.50, NULL]::numeric[] AS exacts, ARRAY[DATE '2026-05-11'] AS days,
  ARRAY[TIMESTAMPTZ '2026-05-11 09:30+00'] AS instants, ARRAY[true,false] AS answers`;

const SENT: Record<string, [cast: string, value: unknown]> = {
  "a text": ["text", "it's"],
  "a number": ["int4", 7],
  "a long number": ["int8", 9007199254740993n],
  "an exact number": ["numeric", new Prisma.Decimal("12.34")],
  "an instant": ["timestamptz", new Date("2026-05-11T09:30:00.123Z")],
  "an instant without zone": ["timestamp", new Date("2026-05-11T23:30:00Z")],
  "a day": ["date", new Date("2026-05-11T00:00:00Z")],
  "a list of texts": ["text[]", ["a", 'b"c', "d,e"]],
  "a list of numbers": ["int4[]", [1, 2]],
  "a list of instants": ["timestamptz[]", [new Date("2026-05-11T09:30:00Z")]],
  nothing: ["text", null],
  "a form": ["jsonb", { a: [1, { b: null }] }],
  bytes: ["bytea", Buffer.from("abc")],
};

let usual: PrismaClient;
let pool: pg.Pool;
let mine: TestWorkspace;
beforeAll(async () => {
  const place = { connectionString: env().databaseUrl ?? "", max: 1 };
  usual = new PrismaClient({ adapter: new PrismaPg(place) });
  pool = openScopedPool({ ...place, prologue: systemPrologue, loneReads: systemSettings, prepares: true });
  mine = await makeWorkspace();
});
afterAll(() => Promise.all([usual.$disconnect(), pool.end()]));

const inside = <T>(work: (db: DatabaseClient) => Promise<T>) => withTenant(mine, () => tenantDb().$transaction(work));
const DOORS = {
  alone: <T>(work: (db: DatabaseClient) => Promise<T>) => work(systemDb()),
  "in a transaction": inside,
};

describe.each(Object.entries(DOORS))("raw SQL %s", (_, door) => {
  it("reads every kind of value as Prisma does", async () => {
    const [expected] = await usual.$queryRawUnsafe<object[]>(READ);
    const [row] = await door((db) => db.$queryRawUnsafe<object[]>(READ));
    expect(row).toEqual(expected);
  });

  it.each(Object.entries(SENT))("sends %s as Prisma does", async (_, [cast, value]) => {
    const ask = `SELECT CAST($1 AS ${cast})::text AS got`;
    expect(await door((db) => db.$queryRawUnsafe(ask, value))).toEqual(await usual.$queryRawUnsafe(ask, value));
  });

  it("takes a statement that is put together of parts", async () => {
    const ids = Prisma.join(["a", "b"]);
    const rest = Prisma.sql`AND ${2}::int > ${1}::int`;
    const rows = await door((db) => db.$queryRaw`SELECT 'b' IN (${ids}) AS found WHERE true ${rest} ${Prisma.empty}`);
    expect(rows).toEqual([{ found: true }]);
    const same = Prisma.sql`SELECT ${"x"} AS found`;
    expect(await door((db) => db.$queryRaw(same))).toEqual([{ found: "x" }]);
  });

  it("counts no rows where PostgreSQL counts none", async () => {
    expect(await door((db) => db.$executeRaw`SET LOCAL statement_timeout = '7s'`)).toBe(0);
    expect(await door((db) => db.$executeRawUnsafe("SET LOCAL statement_timeout = '7s'"))).toBe(0);
  });
});

describe("the door", () => {
  it("has a statement prepared under its name", async () => {
    const door = withRawDoor(usual, pool, () => "at the door");
    const rows = await door.$queryRaw`
      SELECT count(*)::int AS prepared FROM pg_prepared_statements WHERE name = ${"at the door"}`;
    expect(rows).toEqual([{ prepared: 1 }]);
  });

  it("refuses a transaction that began where no connection is announced", async () => {
    const door = withRawDoor(usual, pool, () => undefined);
    await expect(door.$transaction(async () => "through")).rejects.toThrow("A transaction began outside our pools");
  });

  it("lets a library take a transaction from the pool without a client", async () => {
    const client = await pool.connect();
    await client.query("BEGIN");
    expect((await client.query("SELECT current_user AS role")).rows).toEqual([{ role: "favcrm_system" }]);
    await client.query("COMMIT");
    client.release();
  });
});

describe("raw SQL in a transaction", () => {
  const rename = (db: DatabaseClient, name: string) =>
    db.$executeRaw`UPDATE companies SET name = ${name} WHERE id = ${mine.companyId}`;
  const nameSeen = async (db: DatabaseClient) => (await db.company.findFirstOrThrow()).name;

  it("runs for the tenant, beside the models of the same transaction, and is undone with them", async () => {
    await expect(
      inside(async (db) => {
        expect(await rename(db, "Seen by models")).toBe(1);
        expect(await nameSeen(db)).toBe("Seen by models");
        expect(await db.$queryRaw`SELECT current_user AS role`).toEqual([{ role: "favcrm_tenant" }]);
        throw new Error("not like this");
      }),
    ).rejects.toThrow("not like this");
    expect(await withTenant(mine, () => nameSeen(tenantDb()))).not.toBe("Seen by models");
  });

  it("stays in its own transaction when another begins inside", async () => {
    await inside(async (db) => {
      await systemDb().$transaction((system) => system.$queryRaw`SELECT 1 AS one`);
      expect(await db.$queryRaw`SELECT current_user AS role`).toEqual([{ role: "favcrm_tenant" }]);
    });
  });

  it("is refused when its transaction is over, whether it ended well, badly or by its time limit", async () => {
    let kept: DatabaseClient | undefined;
    const late = () => rename(kept as DatabaseClient, "Too late");
    const keep = async (db: DatabaseClient) => {
      kept = db;
    };
    await inside(keep);
    await expect(late()).rejects.toThrow("over");
    await expect(inside((db) => keep(db).then(() => Promise.reject(new Error("not now"))))).rejects.toThrow("not now");
    await expect(late()).rejects.toThrow("over");
    const slow = withTenant(mine, () =>
      tenantDb().$transaction(
        async (db) => {
          await keep(db);
          await db.$queryRaw`SELECT pg_sleep(0.2)::text`;
          await late();
        },
        { timeout: 50 },
      ),
    );
    await expect(slow).rejects.toThrow();
    await expect(late()).rejects.toThrow("over");
    expect(await withTenant(mine, () => nameSeen(tenantDb()))).not.toBe("Too late");
  });
});
