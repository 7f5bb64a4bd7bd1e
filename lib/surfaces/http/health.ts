import "server-only";
import type { ServerResponse } from "node:http";
import pg from "pg";
import { readMigrations } from "@/lib/db/migrate";
import { env } from "@/lib/env";

type Check = "ok" | "failing";
type Readiness = { status: "ready" | "not_ready" | "draining"; checks: Record<string, Check> };

const checkTimeoutMs = 2_000;

/** What the process knows about itself; the server keeps it up to date. Without `worker`, jobs are another process's. */
export type Vitals = { started: boolean; draining: boolean; worker?: () => boolean };

/** Answers /healthz and /readyz. Holds one connection of its own, so that busy pools do not make a healthy server look ill. */
export class Health {
  private pool: pg.Pool | undefined;
  private readonly migrations = new Set(readMigrations().map((migration) => migration.name));

  constructor(private readonly vitals: Vitals) {}

  private connection(): pg.Pool {
    this.pool ??= new pg.Pool({
      connectionString: env().databaseUrl,
      max: 1,
      connectionTimeoutMillis: checkTimeoutMs,
      query_timeout: checkTimeoutMs,
      application_name: "favcrm-health",
    })
      .on("error", () => {})
      .on("connect", (client) => void client.on("error", () => {}));
    return this.pool;
  }

  private async databaseChecks(): Promise<{ database: Check; migrations: Check }> {
    try {
      const { rows } = await this.connection().query<{ name: string }>(
        `SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
      );
      const applied = new Set(rows.map((row) => row.name));
      const complete = [...this.migrations].every((name) => applied.has(name));
      return { database: "ok", migrations: complete ? "ok" : "failing" };
    } catch {
      return { database: "failing", migrations: "failing" };
    }
  }

  /** Whether this process should be sent requests, and if not, why. */
  async readiness(): Promise<Readiness> {
    if (!this.vitals.started || this.vitals.draining) {
      return { status: this.vitals.draining ? "draining" : "not_ready", checks: {} };
    }
    const { worker } = this.vitals;
    const jobs: Record<string, Check> = worker ? { worker: worker() ? "ok" : "failing" } : {};
    const checks = { ...(await this.databaseChecks()), ...jobs };
    const ready = Object.values(checks).every((check) => check === "ok");
    return { status: ready ? "ready" : "not_ready", checks };
  }

  /** Answers when `pathname` is one of ours; returns whether it did. */
  async answer(pathname: string, response: ServerResponse): Promise<boolean> {
    if (pathname !== "/healthz" && pathname !== "/readyz") return false;
    const state = pathname === "/healthz" ? { status: "alive" } : await this.readiness();
    const status = state.status === "alive" || state.status === "ready" ? 200 : 503;
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(state));
    return true;
  }

  async close(): Promise<void> {
    await this.pool?.end().catch(() => {});
  }
}
