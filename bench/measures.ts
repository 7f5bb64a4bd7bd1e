import type { LoadJob, Round } from "./load-job";
import { loadOfOthers } from "./machine";
import { cpuMsOf, load, residentMb, startBundle, startOnPort } from "./programs";
import type { Stage } from "./stage";
import { jobOf, type Subject, startProduct, subjectOf } from "./subjects";

export interface Comparison {
  /** What each subject did, round by round. */
  rounds: Map<string, Round[]>;
  /** The busiest the machine was, between measurements, with work that is not ours. */
  othersAtMost: number;
}

/** Calls every subject in turn, `rounds` times, so that a disturbance hits all of them and not one. */
export async function compare(
  subjects: readonly Subject[],
  plan: { connections: number; rounds: number; roundMs: number },
): Promise<Comparison> {
  const { connections, rounds, roundMs } = plan;
  const all = new Map(subjects.map(({ id }) => [id, [] as Round[]]));
  let othersAtMost = 0;
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) {
      othersAtMost = Math.max(othersAtMost, await loadOfOthers());
      all.get(subject.id)?.push(await drive(subject, { connections, durationMs: roundMs }));
    }
  }
  return { rounds: all, othersAtMost };
}

async function drive(subject: Subject, plan: Partial<LoadJob>): Promise<Round> {
  const before = cpuMsOf(subject.pid);
  const result = await load(jobOf(subject, plan));
  const after = cpuMsOf(subject.pid);
  const spent = before === undefined || after === undefined ? undefined : after - before;
  return { ...result, cpuMs: spent === undefined ? undefined : spent / result.calls };
}

/** What 200 registered operations cost a call, against 20: the endpoint alone, in turns. */
export async function measureGrowth(stage: Stage, plan: { rounds: number; roundMs: number }) {
  const { databaseUrl } = stage;
  const few = await startBundle("many-tools", { databaseUrl, tools: 20 });
  const many = await startBundle("many-tools", { databaseUrl, tools: 200 });
  try {
    const subjects = [
      subjectOf(stage, "read", "few", "20", few, "/mcp"),
      subjectOf(stage, "read", "many", "200", many, "/mcp"),
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
    const subject = subjectOf(stage, "read", "memory", "FavCRM", product, "/mcp");
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
