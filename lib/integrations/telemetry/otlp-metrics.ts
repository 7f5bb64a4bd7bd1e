import { type HrTime, ValueType } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type MetricProducer,
} from "@opentelemetry/sdk-metrics";
import { type Family, readMetrics } from "@/lib/telemetry/metrics";
import { SCOPE } from "@/lib/telemetry/trace";

const hrTime = (ms: number): HrTime => [Math.trunc(ms / 1_000), Math.round((ms % 1_000) * 1e6)];

function toMetricData(family: Family, startTime: HrTime, endTime: HrTime): MetricData {
  const { name, help, labels } = family;
  const point = <T>(values: readonly string[], value: T) => ({
    startTime,
    endTime,
    attributes: Object.fromEntries(labels.map((label, index) => [label, values[index] ?? ""])),
    value,
  });
  const common = {
    descriptor: { name, description: help, unit: "", valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  if (family.kind === "histogram") {
    const dataPoints = family.distributions.map(({ values, sum, counts }) => {
      const count = counts.reduce((total, each) => total + each, 0);
      return point(values, { buckets: { boundaries: [...family.bounds], counts: [...counts] }, sum, count });
    });
    return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  const dataPoints = family.samples.map(({ values, value }) => point(values, value));
  return family.kind === "gauge"
    ? { ...common, dataPointType: DataPointType.GAUGE, dataPoints }
    : { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints };
}

/** What /metrics shows, for the SDK's exporter: two views of one count. */
export function metricProducer(resource: Resource): MetricProducer {
  const startTime = hrTime(performance.timeOrigin);
  return {
    async collect() {
      const endTime = hrTime(Date.now());
      const metrics = (await readMetrics()).map((family) => toMetricData(family, startTime, endTime));
      return { resourceMetrics: { resource, scopeMetrics: [{ scope: { name: SCOPE }, metrics }] }, errors: [] };
    },
  };
}
