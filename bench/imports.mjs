// node bench/imports.mjs [--rows N] [--present N]: how many rows of a CSV file a second become customers; prints JSON.
import path from "node:path";
import { bundle, root } from "../scripts/lib/bundle.mjs";
import { mustRun } from "../scripts/lib/run.mjs";

process.chdir(root);
await bundle({ imports: "bench/imports.ts" }, path.join(root, ".build/bench-imports"));
await mustRun(process.execPath, [
  "--max-old-space-size=640",
  ...(process.env.PROFILE ? ["--cpu-prof", `--cpu-prof-dir=${process.env.PROFILE}`] : []),
  ".build/bench-imports/imports.mjs",
  ...process.argv.slice(2),
]);
