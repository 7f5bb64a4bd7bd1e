// A worker in a process of its own, for tests that kill it.
import { startWorker } from "@/lib/jobs/worker";

await startWorker();
process.stdout.write("ready\n");
