import { singleton } from "@/lib/singleton";

/** One value of every label, in the order in which the metric declares them. Never a person's, a key's or an organisation's. */
type LabelValues = readonly string[];

interface Description {
  /** In Prometheus's manner, unit last: favcrm_pool_acquire_seconds. */
  name: string;
  help: string;
  labels: readonly string[];
}

export interface Sample {
  values: LabelValues;
  value: number;
}

interface Distribution {
  values: LabelValues;
  sum: number;
  /** Observations in each bucket alone; the last one holds what lies above every bound. */
  counts: number[];
}

/** What every view of the metrics (Prometheus, OTLP) reads. */
export type Family =
  | (Description & { kind: "counter"; samples: readonly Sample[] })
  | (Description & { kind: "gauge"; samples: readonly Sample[] })
  | (Description & { kind: "histogram"; bounds: readonly number[]; distributions: readonly Distribution[] });

interface Metric {
  read(): Family | Promise<Family>;
}

const GAUGE_LIMIT_MS = 2_000;

/** From half a millisecond to ten seconds: what a call, a wait for a connection and a job take. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

const metrics = () => singleton("metrics", () => new Map<string, Metric>());

/** The process has one metric of a name, whichever copy of lib/ asks for it. */
function once<T extends Metric>(name: string, make: () => T): T {
  const known = metrics().get(name) as T | undefined;
  const metric = known ?? make();
  if (!known) metrics().set(name, metric);
  return metric;
}

const seriesOf = (values: LabelValues) => values.join("\n");

/** Counts what happens. Costs a look-up in a map. */
export function counter(description: Description) {
  return once(description.name, () => {
    const series = new Map<string, { values: LabelValues; value: number }>();
    return {
      add(values: LabelValues, amount = 1): void {
        const known = series.get(seriesOf(values));
        if (known) known.value += amount;
        else series.set(seriesOf(values), { values: [...values], value: amount });
      },
      read: (): Family => ({ ...description, kind: "counter", samples: [...series.values()] }),
    };
  });
}

/** How long things take, in seconds, sorted into buckets. */
export function histogram(description: Description) {
  return once(description.name, () => {
    const series = new Map<string, Distribution>();
    return {
      record(values: LabelValues, seconds: number): void {
        let known = series.get(seriesOf(values));
        if (!known) {
          known = { values: [...values], sum: 0, counts: Array<number>(SECONDS.length + 1).fill(0) };
          series.set(seriesOf(values), known);
        }
        const bucket = SECONDS.findIndex((bound) => seconds <= bound);
        const place = bucket < 0 ? SECONDS.length : bucket;
        known.counts[place] = (known.counts[place] ?? 0) + 1;
        known.sum += seconds;
      },
      read: (): Family => ({
        ...description,
        kind: "histogram",
        bounds: SECONDS,
        distributions: [...series.values()],
      }),
    };
  });
}

/** What is so at the moment somebody asks; costs nothing until then. */
export function gauge(description: Description, read: () => readonly Sample[] | Promise<readonly Sample[]>): void {
  once(description.name, () => ({
    read: async (): Promise<Family> => ({ ...description, kind: "gauge", samples: await read() }),
  }));
}

/** A running total that somebody else keeps, such as the processor time that the system counts. */
export function totalOf(description: Description, read: () => number): void {
  once(description.name, () => ({
    read: (): Family => ({ ...description, kind: "counter", samples: [{ values: [], value: read() }] }),
  }));
}

/**
 * Everything that is counted, by name. A gauge that cannot be read in two seconds (its database is away) is left out: the
 * others are wanted most just then.
 */
export async function readMetrics(): Promise<Family[]> {
  const read = [...metrics().entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, metric]) => metric.read());
  const settled = await Promise.all(read.map((family) => withinLimit(Promise.resolve(family))));
  return settled.filter((family) => family !== undefined);
}

function withinLimit<T>(work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), GAUGE_LIMIT_MS);
    work.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });
}
