import type { LoadJob, Round } from "./load-job";
import { loadOfOthers } from "./machine";
import { cpuMsOf, load } from "./programs";
import type { Subject } from "./subjects";
import type { Rounds } from "./targets";

export interface Comparison {
  /** What each subject did, round by round. */
  rounds: Rounds;
  /** The busiest the machine was, between rounds, with work that is not ours. */
  othersAtMost: number;
}

export interface Turns {
  connections: number;
  rounds: number;
  roundMs: number;
}

/** Calls every subject in turn, `rounds` times, so that a disturbance hits all of them and not one. */
export async function compare(subjects: readonly Subject[], turns: Turns): Promise<Comparison> {
  const { connections, rounds, roundMs } = turns;
  const all = new Map(subjects.map(({ id }) => [id, [] as Round[]]));
  let othersAtMost = 0;
  for (let round = 0; round < rounds; round++) {
    othersAtMost = Math.max(othersAtMost, await loadOfOthers());
    for (const subject of subjects) {
      all.get(subject.id)?.push(await drive(subject, { connections, durationMs: roundMs }));
    }
  }
  return { rounds: all, othersAtMost };
}

/** Calls one subject and reads the clocks of its process and of PostgreSQL before and after. */
export async function drive(subject: Subject, plan: Partial<LoadJob>): Promise<Round> {
  const clocks = () => [subject.pid, subject.databasePid].map((pid) => pid && cpuMsOf(pid));
  const before = clocks();
  const result = await load({
    ...subject.call,
    connections: 8,
    durationMs: 2_000,
    maxCalls: Number.MAX_SAFE_INTEGER,
    pace: null,
    ...plan,
  });
  const [cpuMs, databaseMs] = clocks().map((after, index) => share(before[index], after, result.calls));
  // A time that is booked is taken: the next round goes on behind the last line.
  if (subject.call.lines) subject.call.lines.from += result.calls;
  return { ...result, cpuMs, databaseMs };
}

function share(before: number | undefined, after: number | undefined, calls: number): number | undefined {
  return before === undefined || after === undefined ? undefined : (after - before) / calls;
}
