// node bench/customers.mjs [--keep FOLDER] [--rounds N] [--only TEXT]: a million customers; writes bench/CUSTOMERS.md.
import path from "node:path";
import { buildBundles, buildPages } from "../scripts/build.mjs";
import { findBrowser } from "../scripts/lib/browser.mjs";
import { bundle, root } from "../scripts/lib/bundle.mjs";
import { mustRun } from "../scripts/lib/run.mjs";

process.chdir(root);
await buildBundles();
await buildPages();
await bundle({ customers: "bench/customers.ts" }, path.join(root, ".build/bench-customers"));
await mustRun(process.execPath, [".build/bench-customers/customers.mjs", ...process.argv.slice(2)], {
  env: { CHROMIUM_PATH: await findBrowser() },
});
const biome = ["node_modules/@biomejs/biome/bin/biome", "format", "--write", "bench/CUSTOMERS.md"];
await mustRun(process.execPath, biome, { quiet: true });
