// npm run bench -- telemetry: what counting and tracing cost a call, without a collector and with one; prints JSON.
// Processor time of this process, so that what else the machine does matters little.
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeWorkspace } from "@/e2e/support/workspace";
import { closeDatabases } from "@/lib/db/client";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { amendEnvironment } from "@/lib/env";
import { startTelemetry } from "@/lib/integrations/telemetry";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { observeCall } from "@/lib/kernel/observe-call";
import { listServices } from "@/lib/operations/services/list-services";
import { observeRequest } from "@/lib/surfaces/http/observe";
import { poolAcquire } from "@/lib/telemetry/instruments";
import { traced } from "@/lib/telemetry/trace";

const COLLECTOR = `require("node:http").createServer((q, r) => q.resume().on("end", () => r.end("{}")))
  .listen(0, "127.0.0.1", function () { console.log(this.address().port); })`;

/** Everything that is observed of one read by MCP, around nothing: the request, the call, two connections. */
async function observeNothing(caller: Caller): Promise<void> {
  const response = Object.assign(new EventEmitter(), { statusCode: 200, writableFinished: true, getHeader: () => "" });
  const acquire = async () => {
    const askedAt = performance.now();
    await traced("pool.acquire", { attributes: { "favcrm.pool": "favcrm-tenant" } }, async () => {});
    poolAcquire.record(["favcrm-tenant"], (performance.now() - askedAt) / 1_000);
  };
  await new Promise<void>((resolve) => {
    const request = { method: "POST", url: "/mcp" } as IncomingMessage;
    observeRequest(request, response as unknown as ServerResponse, "req_0123456789", () => {
      acquire()
        .then(() => observeCall(listServices, caller, acquire))
        .then(resolve);
    });
  });
  response.emit("close");
}

/** Microseconds of processor time that one call of `work` takes: the least of several rounds, one call at a time. */
async function cpuOf(calls: number, work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call++) await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / calls);
  }
  return Math.round(least * 10) / 10;
}

const folder = mkdtempSync(path.join(tmpdir(), "favcrm-telemetry-"));
const database = await startEmbeddedDatabase({ dataFolder: path.join(folder, "data"), log: () => {} });
await applyMigrations(database.url, { log: () => {} });
amendEnvironment({ databaseUrl: database.url, databaseDirectUrl: database.url, logLevel: "silent" });
const { caller } = await makeWorkspace();
const collector = spawn(process.execPath, ["-e", COLLECTOR], { stdio: ["ignore", "pipe", "inherit"] });
const [port] = (await once(collector.stdout, "data")) as [Buffer];

const measure = async () => ({
  observationMicroseconds: await cpuOf(20_000, () => observeNothing(caller)),
  executeMicroseconds: await cpuOf(1_000, () => execute(listServices, caller, {})),
});
const without = await measure();
amendEnvironment({ otlpEndpoint: `http://127.0.0.1:${String(port).trim()}` });
const telemetry = await startTelemetry();
const withCollector = await measure();
console.log(JSON.stringify({ without, withCollector }, null, 2));

await telemetry?.stop();
collector.kill();
await closeDatabases();
await database.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
