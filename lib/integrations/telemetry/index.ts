import "server-only";
import { env } from "@/lib/env";

export interface Telemetry {
  /** Sends what still waits; give it little time, a collector may be away. */
  stop(): Promise<void>;
}

/**
 * Sends traces and metrics to the collector at OTEL_EXPORTER_OTLP_ENDPOINT, when there is one. The packages that do it are
 * loaded only then. Call it before anything that is traced.
 */
export async function startTelemetry(): Promise<Telemetry | undefined> {
  const { otlpEndpoint, tracedShare } = env();
  if (!otlpEndpoint) return undefined;
  const { openExporters } = await import("./exporters");
  return openExporters({ endpoint: otlpEndpoint, tracedShare });
}
