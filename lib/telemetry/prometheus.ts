import type { Family } from "./metrics";

export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const escaped = (text: string) => text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n").replace(/"/g, '\\"');

function line(name: string, labels: readonly string[], values: readonly string[], value: number): string {
  const pairs = labels.map((label, index) => `${label}="${escaped(values[index] ?? "")}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}`;
}

function linesOf(family: Family): string[] {
  const { name, labels } = family;
  if (family.kind !== "histogram") return family.samples.map(({ values, value }) => line(name, labels, values, value));
  return family.distributions.flatMap(({ values, counts, sum }) => {
    let total = 0;
    const buckets = counts.map((count, index) => {
      total += count;
      const bound = String(family.bounds[index] ?? "+Inf");
      return line(`${name}_bucket`, [...labels, "le"], [...values, bound], total);
    });
    return [...buckets, line(`${name}_sum`, labels, values, sum), line(`${name}_count`, labels, values, total)];
  });
}

/** Metrics in the text format that Prometheus and its relatives read. */
export function renderPrometheus(families: readonly Family[]): string {
  return families
    .flatMap((family) => [
      `# HELP ${family.name} ${family.help}`,
      `# TYPE ${family.name} ${family.kind}`,
      ...linesOf(family),
      "",
    ])
    .join("\n");
}
