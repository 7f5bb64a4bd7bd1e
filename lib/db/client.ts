import "server-only";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/env";
import { forgetSingleton, singleton } from "@/lib/singleton";
import { gauge } from "@/lib/telemetry/metrics";
import { type Prisma, PrismaClient } from "./generated/client";
import { withRawDoor } from "./raw-door";
import { openScopedPool, type ScopedPoolOptions } from "./scoped-pool";
import { systemPrologue, systemSettings, tenantPlans, tenantPrologue, tenantSettings } from "./tenant";

export type { PrismaClient } from "./generated/client";
export { Prisma } from "./generated/client";
export { UNAWAITED } from "./scoped-transaction";

/** What operations get: models and raw SQL, inside or outside a transaction. */
export type DatabaseClient = Prisma.TransactionClient;

/** `auth` reads what every request needs, so that a busy `system` pool never keeps a caller waiting at the door. */
const POOL_NAMES = ["tenant", "system", "auth"] as const;

const SCOPES: Record<(typeof POOL_NAMES)[number], Pick<ScopedPoolOptions, "prologue" | "plans" | "loneReads">> = {
  tenant: { prologue: tenantPrologue, plans: tenantPlans, loneReads: tenantSettings },
  system: { prologue: systemPrologue },
  auth: { prologue: systemPrologue, loneReads: systemSettings },
};

/** Waiting longer for a free connection is answered with `unavailable`, so that callers can back off. */
const CONNECTION_TIMEOUT_MS = 10_000;

function databaseUrl(): string {
  const url = env().databaseUrl;
  if (!url)
    throw new Error("The database is not started: DATABASE_URL is unset and the embedded server is not running");
  return url;
}

function openPool(name: (typeof POOL_NAMES)[number]): pg.Pool {
  return openScopedPool({
    connectionString: databaseUrl(),
    max: env().databasePoolSize,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    application_name: `favcrm-${name}`,
    ...SCOPES[name],
    prepares: preparesStatements(),
  });
}

const pool = (name: (typeof POOL_NAMES)[number]) => singleton(`pool-${name}`, () => openPool(name));

/** Prepared statements need a direct connection: poolers in transaction mode hand each statement to another session. */
function preparesStatements(): boolean {
  return !new URL(databaseUrl()).searchParams.has("pgbouncer") && env().databaseDirectUrl === env().databaseUrl;
}

const statementNames = () => singleton("statement-names", () => new Map<string, string>());

function statementName(sql: string): string {
  const names = statementNames();
  let name = names.get(sql);
  if (!name) {
    name = `s${createHash("sha1").update(sql).digest("base64url")}`;
    // Bounded: a query with a list of n values is a statement of its own for every n.
    if (names.size < 1_000) names.set(sql, name);
  }
  return name;
}

function openClient(name: (typeof POOL_NAMES)[number]): PrismaClient {
  const nameOf = preparesStatements() ? statementName : () => undefined;
  const adapter = new PrismaPg(pool(name), { statementNameGenerator: ({ sql }) => nameOf(sql) as string });
  return withRawDoor(new PrismaClient({ adapter, errorFormat: "minimal" }), pool(name), nameOf);
}

/** Prisma bound to the caller's tenant (lib/db/tenant.ts). A lone statement is read-only; writes need a transaction. */
export function tenantDb(): PrismaClient {
  return singleton("prisma-tenant", () => openClient("tenant"));
}

/** Prisma without a tenant, for auth, jobs, limits and the kernel. A test lists who may import it. */
export function systemDb(): PrismaClient {
  return singleton("prisma-system", () => openClient("system"));
}

/** One read as favcrm_system, prepared where the connection allows it: for what happens on every request (keys, sessions). */
export async function systemRead<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
  const name = preparesStatements() ? { name: statementName(sql) } : {};
  const { rows } = await pool("auth").query<Row>({ ...name, text: sql, values });
  return rows;
}

/** Refuses to serve when the locks do not hold: without a tenant, a tenant's role must see nothing. */
export async function assertTenantIsolation(): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    await client.query("BEGIN READ ONLY; SET LOCAL ROLE favcrm_tenant");
    const { rows } = await client.query(
      "SELECT (SELECT count(*) FROM organisations) + (SELECT count(*) FROM api_keys) + (SELECT count(*) FROM users) AS visible",
    );
    if (Number(rows[0]?.visible) !== 0)
      throw new Error("Row-level security does not hold: rows are visible without a tenant");
  } finally {
    await client.end();
  }
}

/** Lets the use of the pools be seen among the metrics. */
export function watchPools(): void {
  const help = "Connections of each pool: busy and idle, and callers that wait for one.";
  gauge({ name: "favcrm_pool_connections", help, labels: ["pool", "state"] }, () =>
    POOL_NAMES.flatMap((name) => {
      const { totalCount, idleCount, waitingCount } = pool(name);
      const states = { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
      return Object.entries(states).map(([state, value]) => ({ values: [`favcrm-${name}`, state], value }));
    }),
  );
}

/** Closes every pool; later calls open new ones. */
export async function closeDatabases(): Promise<void> {
  const open = POOL_NAMES.map(pool);
  const names = [...POOL_NAMES.map((name) => `pool-${name}`), "prisma-tenant", "prisma-system"];
  for (const name of names) forgetSingleton(name);
  await Promise.allSettled(open.map((each) => each.end()));
}
