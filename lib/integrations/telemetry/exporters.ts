import "server-only";
import os from "node:os";
import { context, DiagLogLevel, diag, ProxyTracerProvider, type TracerProvider, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { type Resource, resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider as Sdk,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import { log, scrub } from "@/lib/kernel/log";
import { SCOPE } from "@/lib/telemetry/trace";
import type { Telemetry } from ".";
import { metricProducer } from "./otlp-metrics";

interface Options {
  /** Base address; the paths v1/traces and v1/metrics are added. */
  endpoint: string;
  /** Share of requests that are traced, from 0 to 1. */
  tracedShare: number;
}

const COMPLAIN_EVERY_MS = 60_000;

/** A collector that is away is worth a line, not one for every batch. */
function complainSometimes(): void {
  let complainedAt = Number.NEGATIVE_INFINITY;
  const complain = (message: string) => {
    if (performance.now() - complainedAt < COMPLAIN_EVERY_MS) return;
    complainedAt = performance.now();
    log().warn({ reason: scrub(message).slice(0, 300) }, "Traces or metrics could not be sent");
  };
  const nobody = () => {};
  diag.setLogger(
    { error: complain, warn: complain, info: nobody, debug: nobody, verbose: nobody },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/**
 * Real spans for our own code alone. Next makes spans too, and their attributes hold whole addresses of pages, in which
 * there may be a token; those stay what they are without a provider: nothing.
 */
function oursAlone(sdk: Sdk): TracerProvider {
  const nobody = new ProxyTracerProvider();
  return { getTracer: (name, ...more) => (name === SCOPE ? sdk : nobody).getTracer(name, ...more) };
}

function startTraces({ endpoint, tracedShare }: Options, resource: Resource): Sdk {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const sdk = new Sdk({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(tracedShare) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(oursAlone(sdk));
  return sdk;
}

function startMetrics({ endpoint }: Options, resource: Resource): MeterProvider {
  const exporter = new OTLPMetricExporter({ url: `${endpoint}/v1/metrics` });
  const reader = new PeriodicExportingMetricReader({ exporter, metricProducers: [metricProducer(resource)] });
  return new MeterProvider({ resource, readers: [reader] });
}

/** Opens the ways out. Further standard variables (OTEL_EXPORTER_OTLP_HEADERS, OTEL_BSP_SCHEDULE_DELAY) are read by the packages. */
export function openExporters(options: Options): Telemetry {
  complainSometimes();
  const resource = resourceFromAttributes({
    "service.name": "favcrm",
    "service.instance.id": `${os.hostname()}:${process.pid}`,
  });
  const ways = [startTraces(options, resource), startMetrics(options, resource)];
  return {
    async stop() {
      await Promise.allSettled(ways.map((way) => way.shutdown()));
    },
  };
}
