import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { amendEnvironment } from "@/lib/env";
import { newId } from "@/lib/kernel/ids";
import { operations } from "@/lib/operations";
import { stock } from "@/lib/surfaces/mcp/tools";

/** Everything the subjects share: one PostgreSQL, its contents, and the bytes of tools/list. */
export interface Stage {
  databaseUrl: string;
  /** A folder that is removed at the end. */
  folder: string;
  workspace: TestWorkspace;
  /** File with the whole JSON-RPC answer to tools/list with id 1. */
  constantFile: string;
  close(): Promise<void>;
}

export const WORKSPACES = 100;
export const SERVICES_EACH = 200;

/** Starts a PostgreSQL of its own in a temporary folder and fills it with workspaces that have services. */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "favcrm-bench-"));
  const database = await startEmbeddedDatabase({ dataFolder: path.join(folder, "data"), log: () => {} });
  await applyMigrations(database.url, { log: () => {} });
  amendEnvironment({
    databaseUrl: database.url,
    databaseDirectUrl: database.url,
    dataFolder: folder,
    logLevel: "silent",
  });
  const workspace = await fill();
  const constantFile = path.join(folder, "tools-list.json");
  writeFileSync(
    constantFile,
    `{"jsonrpc":"2.0","id":1,"result":${Buffer.from(stock(operations).listBytes).toString()}}`,
  );
  const close = async () => {
    await closeDatabases();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { databaseUrl: database.url, folder, workspace, constantFile, close };
}

async function fill(): Promise<TestWorkspace> {
  const made: TestWorkspace[] = [];
  for (let index = 0; index < WORKSPACES; index++) made.push(await makeWorkspace(`Studio ${index}`));
  const services = made.flatMap(({ organisationId, companyId }) =>
    Array.from({ length: SERVICES_EACH }, (_, index) => ({
      organisationId,
      companyId,
      id: newId("svc"),
      name: `Class ${index}`,
      description: "Slow flow for beginners; mats are there.",
      durationMinutes: 60,
      priceMinor: 18_000n,
      currency: "HKD",
      capacity: 12,
    })),
  );
  for (let at = 0; at < services.length; at += 1_000) {
    await systemDb().service.createMany({ data: services.slice(at, at + 1_000) });
  }
  await systemDb().$executeRawUnsafe("RESET ALL");
  const measured = made[Math.floor(made.length / 2)];
  if (!measured) throw new Error("No workspace was made");
  return measured;
}
