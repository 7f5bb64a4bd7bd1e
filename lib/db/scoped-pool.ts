import "server-only";
import pg from "pg";

export interface ScopedPoolOptions extends pg.PoolConfig {
  /** SQL that follows every BEGIN: role and tenant. May throw to refuse the query. */
  prologue: () => string;
  /** How a statement outside a transaction runs: `read` makes a lone write fail instead of being lost. */
  loneStatements: "read" | "write";
}

type Statement = pg.QueryConfig | string;

/**
 * A pg.Pool in which nothing runs outside a transaction that began with a role and a tenant.
 * Prisma's adapter uses two doors: `query` for a lone statement and `connect` for a transaction; both are guarded here, so
 * no caller can forget. BEGIN and the prologue travel as one message. Only the promise forms are offered.
 */
export function openScopedPool({ prologue, loneStatements, ...config }: ScopedPoolOptions): pg.Pool {
  const pool = new pg.Pool(config);
  // Without a listener an idle connection's error would end the process; the pool drops the connection by itself.
  pool.on("error", () => {});
  const connect: () => Promise<pg.PoolClient> = pool.connect.bind(pool);
  const isRead = loneStatements === "read";

  async function query(statement: Statement, values?: unknown[]): Promise<pg.QueryResult> {
    const begin = `BEGIN${isRead ? " READ ONLY" : ""}; ${prologue()}`;
    const client = await connect();
    const result = await runAlone(client, begin, statement, values);
    const committed = finish(client, "COMMIT");
    // A read is over when its rows are here; a write is over when it is durable.
    if (isRead) committed.catch(() => {});
    else await committed;
    return result;
  }

  return Object.assign(pool, {
    query,
    async connect() {
      const opening = prologue();
      return beginningWith(await connect(), opening);
    },
  }) as unknown as pg.Pool;
}

async function runAlone(client: pg.PoolClient, begin: string, statement: Statement, values?: unknown[]) {
  try {
    // Awaited before the statement is sent: had this failed, the statement would run as the login role.
    await client.query(begin);
    return await client.query(statement as string, values);
  } catch (error) {
    await finish(client, "ROLLBACK").catch(() => {});
    throw error;
  }
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

/** A client whose BEGIN carries the prologue along. */
function beginningWith(client: pg.PoolClient, prologue: string): pg.PoolClient {
  const query = (statement: Statement, values?: unknown[]) => {
    const text = typeof statement === "string" ? statement : statement.text;
    return /^BEGIN\b/i.test(text)
      ? client.query(`${text}; ${prologue}`)
      : client.query(statement as string, values as unknown[]);
  };
  return new Proxy(client, {
    get(target, property) {
      if (property === "query") return query;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
