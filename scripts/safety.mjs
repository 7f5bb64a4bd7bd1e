// npm run test:safety: writes docs/safety.md (which test proves which case), then runs those tests.
// usage: npm run test:safety [-- --table]   only writes the page
import { writeFileSync } from "node:fs";
import path from "node:path";
import { buildBundles, generate } from "./build.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { mustRun, root, run } from "./lib/run.mjs";
import { findProofs, readTests, safetyTable } from "./lib/safety-cases.mjs";

process.chdir(root);
checkNode();
await install();
await generate();

writeFileSync("docs/safety.md", safetyTable(findProofs(readTests(root))));
const biome = ["node_modules/@biomejs/biome/bin/biome", "format", "--write", "docs/safety.md"];
await mustRun(process.execPath, biome, { quiet: true });
console.log("docs/safety.md is written.");
if (process.argv.includes("--table")) process.exit(0);

await buildBundles();
const vitest = path.join("node_modules", "vitest", "vitest.mjs");
let failed = 0;
// Apart, as in npm test: the server under test and the suites beside the source do not share a database.
for (const projects of [["--project=rules", "--project=units"], ["--project=e2e"]])
  failed += await run(process.execPath, [vitest, "run", ...projects, "-t", "\\(cases? \\d"]);
process.exit(failed === 0 ? 0 : 1);
