import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isFromThisMachine, peerOf } from "@/lib/auth/client-address";
import { env } from "@/lib/env";
import { gauge, readMetrics, totalOf } from "@/lib/telemetry/metrics";
import { PROMETHEUS_TYPE, renderPrometheus } from "@/lib/telemetry/prometheus";
import { refuse } from "./door";
import type { Traffic } from "./drain";

const one = (value: number) => [{ values: [], value }];
const LAG_RESOLUTION_MS = 20;

/** Lets this process be looked at from outside: what it answers at this moment, and what it takes of the machine. */
export function watchProcess(traffic: Traffic): void {
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  gauge({ name: "favcrm_http_requests_active", help: "Answers that have not ended.", labels: [] }, () =>
    one(traffic.size),
  );
  gauge({ name: "favcrm_event_streams", help: "Open streams of live activity and of MCP.", labels: [] }, () =>
    one(traffic.eventStreams().length),
  );
  gauge(
    {
      name: "favcrm_event_loop_lag_seconds",
      help: "How late the event loop was since the last look: half of the time, 99 %, at worst.",
      labels: ["quantile"],
    },
    () => {
      // It measures its own interval along.
      const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - LAG_RESOLUTION_MS / 1_000);
      const samples = [50, 99, 100].map((percent) => ({
        values: [String(percent / 100)],
        value: seconds(lag.percentile(percent)),
      }));
      lag.reset();
      return samples;
    },
  );
  gauge({ name: "process_resident_memory_bytes", help: "Memory of the process.", labels: [] }, () =>
    one(process.memoryUsage.rss()),
  );
  gauge({ name: "favcrm_heap_used_bytes", help: "Of it, what JavaScript holds.", labels: [] }, () =>
    one(process.memoryUsage().heapUsed),
  );
  gauge(
    { name: "process_start_time_seconds", help: "When the process began, in seconds since 1970.", labels: [] },
    () => one(performance.timeOrigin / 1_000),
  );
  totalOf({ name: "process_cpu_seconds_total", help: "Processor time that the process took.", labels: [] }, () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
}

const digest = (text: string) => createHash("sha256").update(text).digest();

function bringsToken({ authorization }: IncomingMessage["headers"]): boolean {
  const { metricsToken } = env();
  const given = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
  return metricsToken !== undefined && given !== undefined && timingSafeEqual(digest(given), digest(metricsToken));
}

function isShownTo({ headers }: IncomingMessage): boolean {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const given = new Headers(entries);
  return (
    bringsToken(headers) || isFromThisMachine({ peerAddress: peerOf(given), host: given.get("host"), headers: given })
  );
}

/**
 * Answers GET /metrics, if it is that; returns whether it did. For this machine, or with FAVCRM_METRICS_TOKEN as a bearer;
 * for everybody else there is nothing here. Call it when the peer was vouched for.
 */
export async function answerMetrics(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<boolean> {
  if (pathname !== "/metrics") return false;
  if (request.method !== "GET" || !isShownTo(request)) {
    refuse(response, 404, "not_found", "There is nothing here.");
    return true;
  }
  const text = renderPrometheus(await readMetrics());
  response.writeHead(200, { "content-type": PROMETHEUS_TYPE, "cache-control": "no-store" }).end(text);
  return true;
}
