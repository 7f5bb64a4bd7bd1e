import "server-only";
import pg from "pg";
import { poolAcquire } from "@/lib/telemetry/instruments";
import { traced } from "@/lib/telemetry/trace";
import { announceTransaction } from "./raw-door";
import { readInScope, type Settings } from "./scoped-read";
import { type Plans, ScopedTransaction, type Statement } from "./scoped-transaction";

export interface ScopedPoolOptions extends pg.PoolConfig {
  /** SQL that follows every BEGIN: role and tenant. May throw to refuse the query. */
  prologue: () => string;
  /** The same for a statement outside a transaction, which then may only read. Without it such a statement may write. */
  loneReads?: () => Settings;
  /** Whether a statement may keep its name; a library's prepared statements break behind a pooler in transaction mode. */
  prepares: boolean;
  /** How transactions change between plans for one tenant, with which the prologue begins, and plans that are kept. */
  plans?: Plans;
}

/**
 * A pg.Pool in which nothing runs outside a transaction that began with a role and a tenant.
 * Prisma's adapter uses two doors: `query` for a lone statement and `connect` for a transaction; both are guarded here, so
 * no caller can forget. A lone read is one round trip altogether (scoped-read.ts), a transaction as few as its statements
 * allow (scoped-transaction.ts). Only the promise forms are offered.
 */
export function openScopedPool({ prologue, loneReads, prepares, plans, ...config }: ScopedPoolOptions): pg.Pool {
  const pool = new pg.Pool({ ...config, pipeline: true });
  // Without a listener an idle connection's error would end the process; the pool drops the connection by itself.
  pool.on("error", () => {});
  // The same for one that is lent out: whoever holds it learns of its end from the next query.
  pool.on("connect", (client) => void client.on("error", () => {}));
  const lend: () => Promise<pg.PoolClient> = pool.connect.bind(pool);
  const name = config.application_name ?? "unnamed";

  async function connect(): Promise<pg.PoolClient> {
    const askedAt = performance.now();
    const client = await traced("pool.acquire", { attributes: { "favcrm.pool": name } }, () => lend());
    poolAcquire.record([name], (performance.now() - askedAt) / 1_000);
    return client;
  }

  async function query(given: Statement, values?: unknown[]): Promise<pg.QueryResult> {
    const statement = configOf(given, values, prepares);
    if (loneReads) {
      const settings = loneReads();
      return readAlone(await connect(), settings, statement, prepares);
    }
    const opening = prologue();
    return writeAlone(await connect(), `BEGIN; ${opening}`, statement);
  }

  return Object.assign(pool, {
    query,
    async connect() {
      const opening = prologue();
      return inScope(await connect(), opening, plans);
    },
  }) as unknown as pg.Pool;
}

/** A statement with its values, and with its name where it may be kept. */
function configOf(given: Statement, values: unknown[] | undefined, prepares: boolean): pg.QueryConfig {
  if (typeof given === "string") return values ? { text: given, values } : { text: given };
  const { name, ...anonymous } = given;
  return prepares ? given : anonymous;
}

async function readAlone(client: pg.PoolClient, settings: Settings, statement: pg.QueryConfig, prepares: boolean) {
  let result: pg.QueryResult;
  try {
    result = await readInScope(client, settings, statement, prepares);
  } catch (error) {
    // Nothing is open any more; the answer says whether the connection may be lent again.
    await finish(client, "ROLLBACK").catch(() => {});
    throw error;
  }
  client.release();
  return result;
}

/** A lone write is over when it is durable; it is sent only after its BEGIN was answered. */
async function writeAlone(client: pg.PoolClient, begin: string, statement: pg.QueryConfig) {
  let result: pg.QueryResult;
  try {
    await client.query(begin);
    result = await client.query(statement);
  } catch (error) {
    await finish(client, "ROLLBACK").catch(() => {});
    throw error;
  }
  await finish(client, "COMMIT");
  return result;
}

/** Ends the transaction and gives the connection back; one that cannot even do that is thrown away. */
async function finish(client: pg.PoolClient, end: "COMMIT" | "ROLLBACK"): Promise<void> {
  try {
    await client.query(end);
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

/** A client whose statements make one transaction that begins with the prologue. */
function inScope(client: pg.PoolClient, prologue: string, plans: Plans | undefined): pg.PoolClient {
  const transaction = new ScopedTransaction(client, prologue, plans);
  announceTransaction(transaction);
  const query = transaction.query.bind(transaction);
  return new Proxy(client, {
    get(target, property) {
      if (property === "query") return query;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
