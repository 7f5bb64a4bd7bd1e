/** Latencies in milliseconds. */
export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

/** The middle of the values; of an even number, the mean of the two in the middle. Throws for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error("The median of nothing was asked for");
  return (upper + lower) / 2;
}

/** The nearest-rank percentiles of latencies. */
export function summarize(latencies: readonly number[]): Percentiles {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** How two subjects that took turns compare: the median, over the rounds, of one's number by the other's. */
export function ratioOf<R>(one: readonly R[], other: readonly R[], pick: (round: R) => number): number {
  const pairs = one.flatMap((round, index) => {
    const opposite = other[index];
    return opposite === undefined ? [] : [pick(round) / pick(opposite)];
  });
  return median(pairs);
}
