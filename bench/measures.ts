import type { LoadResult } from "./load-job";
import { loadOfOthers } from "./machine";
import { load, residentMb, startBundle, startOnPort } from "./programs";
import type { Stage } from "./stage";
import { median } from "./statistics";
import { jobOf, type Subject, startProduct, subjectOf } from "./subjects";

/** The median over the rounds, number by number. */
function medianOf(results: readonly LoadResult[]): LoadResult {
  const of = (pick: (result: LoadResult) => number) => median(results.map(pick));
  return {
    calls: results.reduce((sum, { calls }) => sum + calls, 0),
    perSecond: of(({ perSecond }) => perSecond),
    p50: of(({ p50 }) => p50),
    p95: of(({ p95 }) => p95),
    p99: of(({ p99 }) => p99),
  };
}

export interface Comparison {
  results: Map<string, LoadResult>;
  /** The busiest the machine was, between measurements, with work that is not ours. */
  othersAtMost: number;
}

/** Calls every subject in turn, `rounds` times, so that a disturbance hits all of them and not one. */
export async function compare(
  subjects: readonly Subject[],
  plan: { connections: number; rounds: number; roundMs: number },
): Promise<Comparison> {
  const { connections, rounds, roundMs } = plan;
  const all = new Map(subjects.map(({ id }) => [id, [] as LoadResult[]]));
  let othersAtMost = 0;
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) {
      othersAtMost = Math.max(othersAtMost, await loadOfOthers());
      all.get(subject.id)?.push(await load(jobOf(subject, { connections, durationMs: roundMs })));
    }
  }
  return { results: new Map([...all].map(([id, results]) => [id, medianOf(results)])), othersAtMost };
}

/** What 200 registered operations cost a call, against 20: the endpoint alone, in turns. */
export async function measureGrowth(stage: Stage, plan: { rounds: number; roundMs: number }) {
  const { databaseUrl } = stage;
  const few = await startBundle("many-tools", { databaseUrl, tools: 20 });
  const many = await startBundle("many-tools", { databaseUrl, tools: 200 });
  try {
    const subjects = [
      subjectOf(stage, "read", "few", "20 operations", `${few.url}/mcp`),
      subjectOf(stage, "read", "many", "200 operations", `${many.url}/mcp`),
    ];
    await compare(subjects, { connections: 8, rounds: 1, roundMs: 1_500 });
    return await compare(subjects, { connections: 8, ...plan });
  } finally {
    await few.stop();
    await many.stop();
  }
}

/** Resident memory of a fresh server after every thousand calls, in megabytes, beginning before the first. */
export async function measureMemory(stage: Stage, thousands: number): Promise<number[]> {
  const product = await startProduct(stage);
  try {
    const subject = subjectOf(stage, "read", "memory", "FavCRM", `${product.url}/mcp`);
    const samples = [residentMb(product.pid)];
    for (let done = 0; done < thousands; done++) {
      await load(jobOf(subject, { durationMs: 60_000, maxCalls: 1_000 }));
      samples.push(residentMb(product.pid));
    }
    return samples;
  } finally {
    await product.stop();
  }
}

/** Seconds from `npm start` to the first page or tool: with the database still to be made, then with everything there. */
export async function measureStarts(stage: Stage): Promise<{ first: number; second: number }> {
  const start = async () => {
    const begun = performance.now();
    const program = await startOnPort(["scripts/start.mjs"], { FAVCRM_DATA_DIR: `${stage.folder}/started` }, "/readyz");
    const seconds = (performance.now() - begun) / 1_000;
    await program.stop();
    return seconds;
  };
  return { first: await start(), second: await start() };
}
