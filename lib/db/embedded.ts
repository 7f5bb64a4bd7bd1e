import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { prepareBinaries } from "./embedded/binaries";
import { ensureCluster } from "./embedded/cluster";
import { EmbeddedDatabaseError } from "./embedded/error";
import { findPlaces, type Places } from "./embedded/places";
import {
  addressOf,
  connect,
  ensureDatabase,
  ensureServer,
  findLiveServer,
  type RunningServer,
  stopServer,
} from "./embedded/server";

export { EmbeddedDatabaseError } from "./embedded/error";

type Log = (line: string) => void;

/** A running embedded PostgreSQL that this process owns. */
export type EmbeddedDatabase = {
  /** Address of the database `favcrm`, password included: never log it. It stays the same for the life of the process. */
  url: string;
  /** Whether the cluster was created by this start. */
  created: boolean;
  /** Whether a server left behind by a killed process was found alive and taken over. */
  adopted: boolean;
  /** Stops PostgreSQL; safe to call twice. */
  stop(): Promise<void>;
};

/** "favc" as a number; the session that holds this advisory lock owns the cluster. */
const ownershipLock = 0x66617663;
const takeOverMs = 3_000;

async function takeOwnership(places: Places, port: number): Promise<pg.Client> {
  const guardian = await connect(places, port, "postgres");
  const deadline = Date.now() + takeOverMs;
  while (true) {
    const { rows } = await guardian.query<{ mine: boolean }>("SELECT pg_try_advisory_lock($1) AS mine", [
      ownershipLock,
    ]);
    if (rows[0]?.mine) return guardian;
    if (Date.now() > deadline) break;
    await sleep(100);
  }
  await guardian.end();
  throw new EmbeddedDatabaseError(
    `Another FavCRM is running on the data folder ${places.home}: stop it, or set FAVCRM_DATA_DIR to a folder of this one's own.`,
  );
}

/** Keeps the server alive: a guardian connection notices its end, and it is started again on the same port. */
class Supervisor {
  private stopping = false;
  private guardian: pg.Client | undefined;
  private revival: Promise<void> = Promise.resolve();

  constructor(
    private readonly places: Places,
    private readonly binaries: string,
    private readonly log: Log,
    private server: RunningServer,
  ) {}

  async watch(): Promise<void> {
    const guardian = await takeOwnership(this.places, this.server.port);
    this.guardian = guardian;
    guardian.once("end", () => {
      if (!this.stopping) this.revival = this.revive();
    });
  }

  private async revive(): Promise<void> {
    this.log("PostgreSQL went away; it is started again.");
    while (!this.stopping) {
      try {
        this.server = await ensureServer(this.places, this.binaries, this.server.port);
        await this.watch();
        this.log("PostgreSQL is back.");
        return;
      } catch (error) {
        this.log(`PostgreSQL is not back yet: ${(error as Error).message}`);
        await sleep(2_000);
      }
    }
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await this.revival;
    await this.guardian?.end().catch(() => {});
    await stopServer(this.places, this.binaries, this.server.pid);
  }
}

/**
 * Starts (or takes over) the PostgreSQL that lives in `dataFolder` and keeps it running until `stop()`.
 * It listens on 127.0.0.1 only, behind a generated password. `log` receives one line for everything a person should know.
 * Throws EmbeddedDatabaseError when the folder belongs to another PostgreSQL version, another user or another live process.
 */
export async function startEmbeddedDatabase(options: { dataFolder: string; log: Log }): Promise<EmbeddedDatabase> {
  const { log } = options;
  const places = findPlaces(options.dataFolder, log);
  const binaries = prepareBinaries({ account: places.account, copyFolder: places.copyFolder, log });
  const created = await ensureCluster(places, binaries);
  const server = await ensureServer(places, binaries);
  const supervisor = new Supervisor(places, binaries, log, server);
  await supervisor.watch();
  try {
    await ensureDatabase(places, server.port);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return {
    url: addressOf(places, server.port),
    created,
    adopted: server.adopted,
    stop: () => supervisor.stop(),
  };
}

/**
 * The address of the embedded database of `dataFolder` when some process is running it, else undefined.
 * For programs that stand beside the server, such as the demo; it starts and stops nothing.
 */
export async function findEmbeddedDatabase(dataFolder: string): Promise<string | undefined> {
  const places = findPlaces(dataFolder, () => {});
  const server = await findLiveServer(places);
  return server && addressOf(places, server.port);
}
