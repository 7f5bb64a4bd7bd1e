import "server-only";
import pg from "pg";
import { env } from "@/lib/env";
import { log } from "@/lib/kernel/log";
import { singleton } from "@/lib/singleton";

const CHANNEL = "favcrm_activity";
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

type Listener = () => void;

/**
 * One LISTEN connection for all live feeds of this process. The database announces an organisation's id when something
 * happened there; whoever follows that organisation is told. It connects with the first follower and goes with the last.
 */
class ActivityHub {
  private readonly followers = new Map<string, Set<Listener>>();
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;

  /** Calls `listener` whenever something happened in the organisation, until the returned function is called. */
  follow(organisationId: string, listener: Listener): () => void {
    const set = this.followers.get(organisationId) ?? new Set();
    this.followers.set(organisationId, set.add(listener));
    if (!this.client && !this.retry) void this.connect();
    return () => {
      set.delete(listener);
      if (set.size === 0) this.followers.delete(organisationId);
      if (this.followers.size === 0) this.disconnect();
    };
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: env().databaseDirectUrl ?? env().databaseUrl,
      application_name: "favcrm-activity",
      keepAlive: true,
    });
    this.client = client;
    client.on("notification", ({ payload }) => this.tell(payload ?? ""));
    client.on("error", () => this.lose(client));
    client.on("end", () => this.lose(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      // The last follower may have left meanwhile.
      if (this.client !== client) return void client.end().catch(() => {});
      this.retryMs = FIRST_RETRY_MS;
      // Whatever was announced while nobody listened is lost, so everybody looks once.
      for (const organisationId of this.followers.keys()) this.tell(organisationId);
    } catch (error) {
      log().warn({ err: error }, "live activity cannot listen to the database");
      this.lose(client);
    }
  }

  private tell(organisationId: string): void {
    for (const listener of this.followers.get(organisationId) ?? []) listener();
  }

  /** Forgets a broken connection and tries again, less and less often, while anybody follows. */
  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    client.removeAllListeners("end");
    client.end().catch(() => {});
    if (this.followers.size === 0) return;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      if (this.followers.size > 0) void this.connect();
    }, this.retryMs);
    this.retry.unref();
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }

  private disconnect(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    const { client } = this;
    this.client = undefined;
    client?.end().catch(() => {});
  }
}

/** Tells `listener` about news of one organisation; returns how to stop. */
export function followActivity(organisationId: string, listener: () => void): () => void {
  return singleton("activity-hub", () => new ActivityHub()).follow(organisationId, listener);
}
