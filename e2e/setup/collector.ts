import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number };
}

export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: Attribute[];
  events?: unknown[];
  status: { code?: number; message?: string };
}

interface CollectedMetric {
  name: string;
  sum?: { dataPoints: { attributes: Attribute[]; asDouble: number }[] };
  gauge?: { dataPoints: unknown[] };
  histogram?: { dataPoints: { count: number; bucketCounts: number[]; explicitBounds: number[] }[] };
}

type Scopes<Name extends string, Item> = { scope: { name: string } } & Record<Name, Item[]>;
interface Export {
  resourceSpans?: { scopeSpans: Scopes<"spans", CollectedSpan>[] }[];
  resourceMetrics?: { scopeMetrics: Scopes<"metrics", CollectedMetric>[] }[];
}

/** What stands in for an OpenTelemetry collector: takes OTLP as JSON over HTTP and keeps everything. */
export async function startCollector() {
  const texts: string[] = [];
  const paths = new Set<string>();
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    paths.add(request.url ?? "");
    texts.push((request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString("utf8"));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const exports = () => texts.map((text) => JSON.parse(text) as Export);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    /** Everything that arrived, as it came. */
    text: () => texts.join("\n"),
    spans: () =>
      exports().flatMap(({ resourceSpans = [] }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    metrics: () =>
      exports().flatMap(({ resourceMetrics = [] }) =>
        resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics)),
      ),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const attributesOf = ({ attributes }: { attributes: Attribute[] }) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
