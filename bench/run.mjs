// npm run bench: builds the product and what it is compared with, measures, and writes bench/RESULTS.md.
// usage: node bench/run.mjs [--quick] [--out FILE]
import path from "node:path";
import { buildBundles, buildPages, generate } from "../scripts/build.mjs";
import { bundle } from "../scripts/lib/bundle.mjs";
import { checkNode, install } from "../scripts/lib/install.mjs";
import { mustRun, root, step } from "../scripts/lib/run.mjs";

const programs = ["main", "load", "bare", "many-tools"];

process.chdir(root);
checkNode();
await install();
await generate();
await buildBundles();
await buildPages();
await step("programs", () =>
  bundle(Object.fromEntries(programs.map((name) => [name, `bench/${name}.ts`])), path.join(root, ".build/bench")),
);
await step("floor", () =>
  mustRun(process.execPath, ["node_modules/next/dist/bin/next", "build", "bench/floor"], {
    quiet: true,
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  }),
);
await mustRun(process.execPath, [".build/bench/main.mjs", ...process.argv.slice(2)]);
