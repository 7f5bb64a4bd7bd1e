// node bench/bookings.mjs [--rounds N] [--callers N]: measures double-booking and the slot search; prints JSON.
import path from "node:path";
import { bundle, root } from "../scripts/lib/bundle.mjs";
import { mustRun } from "../scripts/lib/run.mjs";

process.chdir(root);
await bundle({ bookings: "bench/bookings.ts" }, path.join(root, ".build/bench-bookings"));
await mustRun(process.execPath, [".build/bench-bookings/bookings.mjs", ...process.argv.slice(2)]);
