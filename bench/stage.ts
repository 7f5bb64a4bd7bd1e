import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { createSession } from "@/lib/auth/sessions";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { amendEnvironment } from "@/lib/env";
import { flushAudit } from "@/lib/kernel/audit";
import { operations } from "@/lib/operations";
import { stock } from "@/lib/surfaces/mcp/tools";
import { makeAccounts, makeBookable, makeServices, timesOf } from "./fill";
import { parentOf } from "./programs";

/** Everything the subjects share: one PostgreSQL, its contents, and the bytes of tools/list. */
export interface Stage {
  databaseUrl: string;
  /** The process whose children are the connections; undefined where there is no /proc. */
  databasePid: number | undefined;
  /** A folder that is removed at the end. */
  folder: string;
  workspace: TestWorkspace;
  /** Of the owner of that workspace, signed in to the portal. */
  sessionToken: string;
  /** File with the ids of the workspace's customers, one a line. */
  accountFile: string;
  /** File with the arguments of bookings that nobody has made yet, one a line: times of services that only `id` books. */
  timesFor(id: string): string;
  /** File with the whole JSON-RPC answer to tools/list with id 1. */
  constantFile: string;
  close(): Promise<void>;
}

export const WORKSPACES = 100;
export const SERVICES_EACH = 200;
const ACCOUNTS = 200;
/** As many as take bookings in one run. */
const BOOKED_SUBJECTS = 8;
const BOOKABLE_EACH = 4;

/** Starts a PostgreSQL of its own in a temporary folder and fills it with workspaces that have services and customers. */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "favcrm-bench-"));
  const database = await startEmbeddedDatabase({ dataFolder: path.join(folder, "data"), log: () => {} });
  await applyMigrations(database.url, { log: () => {} });
  const databases = { databaseUrl: database.url, databaseDirectUrl: database.url };
  amendEnvironment({ ...databases, dataFolder: folder, logLevel: "silent" });
  const write = (name: string, lines: readonly string[]) => {
    const file = path.join(folder, name);
    writeFileSync(file, lines.join("\n"));
    return file;
  };

  const workspace = await fill();
  const accountIds = await makeAccounts(workspace.caller, ACCOUNTS);
  const bookable = await makeBookable(workspace.caller, BOOKED_SUBJECTS * BOOKABLE_EACH);
  const { userId, organisationId, companyId } = workspace;
  const session = { userId, organisationId, companyId, ip: "127.0.0.1", client: "bench" };
  const listBytes = Buffer.from(stock(operations).listBytes).toString();
  await flushAudit();
  const [connection] = await systemDb().$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const databasePid = connection && parentOf(connection.pid);
  const sessionToken = (await createSession(systemDb(), session)).token;
  // The subjects need the connections more than we do.
  await closeDatabases();
  const times = new Map<string, string>();
  return {
    databaseUrl: database.url,
    databasePid,
    folder,
    workspace,
    sessionToken,
    accountFile: write("accounts.txt", accountIds),
    timesFor(id) {
      const serviceIds = bookable.splice(0, times.has(id) ? 0 : BOOKABLE_EACH);
      const file = times.get(id) ?? write(`times-${id}.jsonl`, timesOf(serviceIds, accountIds));
      times.set(id, file);
      return file;
    },
    constantFile: write("tools-list.json", [`{"jsonrpc":"2.0","id":1,"result":${listBytes}}`]),
    async close() {
      await closeDatabases();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fill(): Promise<TestWorkspace> {
  const made: TestWorkspace[] = [];
  for (let index = 0; index < WORKSPACES; index++) made.push(await makeWorkspace(`Studio ${index}`));
  for (const workspace of made) await makeServices(workspace, SERVICES_EACH);
  const measured = made[Math.floor(made.length / 2)];
  if (!measured) throw new Error("No workspace was made");
  return measured;
}
