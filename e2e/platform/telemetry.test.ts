import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabases } from "@/lib/db/client";
import { changeSettings, takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { attributesOf, type CollectedSpan, startCollector } from "../setup/collector";
import { temporaryFolder } from "../setup/folders";
import { type LaunchedServer, launchServer, root } from "../setup/launch";
import { dataOf, errorOf, type Registration, raw, register } from "../support/server";

const token = "a token that only Prometheus knows";
const testDatabase = process.env.DATABASE_URL;
const canary = "Canary who must not sing";

let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
let collector: Awaited<ReturnType<typeof startCollector>>;
let server: LaunchedServer;
let owner: Registration;

beforeAll(async () => {
  database = await takeOwnDatabase();
  collector = await startCollector();
  server = await launchServer({
    DATABASE_URL: database.url,
    FAVCRM_DATA_DIR: temporaryFolder("telemetry"),
    FAVCRM_METRICS_TOKEN: token,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  owner = await register(canary, { url: server.url });
});

afterAll(async () => {
  await server.stop();
  await collector.stop();
  await closeDatabases();
  await database.remove();
  changeSettings({ DATABASE_URL: testDatabase });
});

const metricsAs = (headers: Record<string, string>) =>
  raw("/metrics", { url: server.url, method: "GET", headers: { ...headers } });

async function metrics(): Promise<string> {
  return (await metricsAs({})).text;
}

describe("/metrics", () => {
  it("is there for this machine, in the format that Prometheus reads", async () => {
    const answer = await metricsAs({});
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
    const line = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+-]+|)$/;
    expect(answer.text.split("\n").filter((each) => !line.test(each))).toEqual([]);
  });

  it.each([
    ["through a proxy", { "x-forwarded-for": "203.0.113.9" }],
    ["through a proxy that says it otherwise", { via: "1.1 proxy" }],
    ["by a foreign name", { host: "evil.example" }],
    ["with another token through a proxy", { forwarded: "for=1.2.3.4", authorization: "Bearer wrong" }],
  ])("is not there %s", async (_, headers) => {
    const answer = await metricsAs(headers);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain("favcrm_");
  });

  it("is there from anywhere with the token", async () => {
    const headers = { "x-forwarded-for": "203.0.113.9", authorization: `Bearer ${token}` };
    expect((await metricsAs(headers)).status).toBe(200);
  });

  it("counts calls by outcome, requests by kind of route, and what a limit refused", async () => {
    await dataOf("list_services", {}, { url: server.url, key: owner.apiKey });
    await errorOf("create_service", { name: 7 }, { url: server.url, key: owner.apiKey });
    const asked = { email: owner.email, organisationName: canary, country: "HK" };
    expect((await errorOf("register_organisation_request", asked, { url: server.url })).kind).toBe("rate_limited");
    const text = await metrics();
    const lines = [
      'favcrm_calls_total{operation="list_services",surface="mcp",outcome="done"} 1',
      'favcrm_calls_total{operation="create_service",surface="mcp",outcome="invalid_input"} 1',
      'favcrm_limit_refusals_total{limit="mailbox-minute"} 1',
      'favcrm_mails_total{outcome="sent"}',
      'favcrm_http_request_duration_seconds_bucket{route="mcp",method="POST",status="2xx",le="+Inf"}',
      'favcrm_pool_acquire_seconds_count{pool="favcrm-tenant"}',
      'favcrm_pool_connections{pool="favcrm-tenant",state="waiting"} 0',
      'favcrm_job_duration_seconds_count{job="deliver_mail",outcome="done"}',
      'favcrm_outbox_mails{state="due"}',
      "favcrm_outbox_oldest_due_seconds ",
      "favcrm_event_streams 0",
      "favcrm_http_requests_active 1",
      'favcrm_event_loop_lag_seconds{quantile="0.99"}',
      "process_resident_memory_bytes ",
    ];
    expect(lines.filter((each) => !text.includes(each))).toEqual([]);
  });

  it("is described in docs/operations.md, name by name", async () => {
    const page = readFileSync(path.join(root, "docs/operations.md"), "utf8");
    const described = [...page.matchAll(/^\| `((?:favcrm|process)_[a-z_]+)`/gm)].map(([, name]) => name);
    const shown = [...(await metrics()).matchAll(/^# TYPE ([a-z_]+) /gm)].map(([, name]) => name);
    expect(described.sort()).toEqual(shown.sort());
  });
});

describe("a collector", () => {
  const named = (name: string) => collector.spans().filter((span) => span.name === name);

  /** The names from a span up to its root. */
  function way(span: CollectedSpan | undefined): string[] {
    if (!span) return [];
    return [span.name, ...way(collector.spans().find(({ spanId }) => spanId === span.parentSpanId))];
  }

  it("gets the way of a call, as spans of one trace, and the metrics, when the server stops", async () => {
    await fetch(`${server.url}/sign-in?next=${encodeURIComponent(`/home?t=${canary}`)}`);
    await server.stop();
    expect([...collector.paths].sort()).toEqual(["/v1/metrics", "/v1/traces"]);

    const [call] = named("execute list_services");
    expect(way(call)).toEqual(["execute list_services", "POST mcp"]);
    expect(attributesOf(call as CollectedSpan)).toMatchObject({
      "favcrm.operation": "list_services",
      "favcrm.outcome": "done",
      "favcrm.actor_type": "apiKey",
      "favcrm.organisation_id": owner.organisationId,
    });
    const waits = named("pool.acquire").map((span) => way(span).join(" < "));
    expect(waits).toContain("pool.acquire < execute list_services < POST mcp");
    expect(named("send mail").map((span) => way(span)[1])).toContain("deliver mail");
    expect(named("GET page")).toHaveLength(1);

    const [refused] = named("execute create_service");
    expect(refused?.status.code).toBe(2);

    const counts = collector.metrics().filter(({ name }) => name === "favcrm_calls_total");
    const points = counts.flatMap(({ sum }) => sum?.dataPoints ?? []);
    const point = points.find((each) => attributesOf(each).operation === "list_services");
    expect(point?.asDouble).toBe(1);
    const durations = collector.metrics().find(({ name }) => name === "favcrm_call_duration_seconds")?.histogram;
    expect(durations?.dataPoints[0]?.bucketCounts.reduce((total, each) => total + each)).toBeGreaterThan(0);
  });

  it("never gets a key, an address, an argument, the text of an error, or another library's view of a page", () => {
    const text = collector.text();
    expect(text).toContain("favcrm.operation");
    const secrets = [owner.apiKey, owner.email, owner.email.split("@")[0] ?? "", canary, encodeURIComponent(canary)];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/fav_mcp_|\w@\w|next=/);
    expect(collector.spans().flatMap(({ events = [] }) => events)).toEqual([]);
    expect(collector.spans().filter(({ status }) => status.message)).toEqual([]);
  });
});
