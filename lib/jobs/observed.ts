import "server-only";
import type { Task } from "graphile-worker";
import { jobs } from "@/lib/telemetry/instruments";
import { traced } from "@/lib/telemetry/trace";

/** The same task, counted, timed and traced under its name. */
export function observed(name: string, task: Task): Task {
  return (payload, helpers) =>
    traced(`job ${name}`, {}, async () => {
      const startedAt = performance.now();
      let outcome = "failed";
      try {
        await task(payload, helpers);
        outcome = "done";
      } finally {
        jobs.record([name, outcome], (performance.now() - startedAt) / 1_000);
      }
    });
}
