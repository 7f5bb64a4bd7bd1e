// npm run verify: format, lint, types, unused code, and the rules that tests can check without a database.
import { existsSync } from "node:fs";
import { generate } from "./build.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { root, run } from "./lib/run.mjs";

process.chdir(root);
checkNode();
await install();
await install("cli", "cli packages");
await generate();

const checks = {
  format: ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
  types: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."],
  packages: ["scripts/packages.mjs"],
  unused: ["node_modules/knip/bin/knip.js", "--no-progress"],
  rules: ["node_modules/vitest/vitest.mjs", "run", "--project", "rules", "--passWithNoTests"],
};

/** Runs one check quietly; its output appears only when it fails. */
async function check([name, args]) {
  const begun = performance.now();
  const code = await run(process.execPath, args, { quiet: true });
  console.log(
    `  ${name.padEnd(8)} ${code === 0 ? "ok    " : "FAILED"} ${((performance.now() - begun) / 1000).toFixed(1)} s`,
  );
  return code === 0;
}

if (!existsSync("next-env.d.ts"))
  await run(process.execPath, ["node_modules/next/dist/bin/next", "typegen"], { quiet: true });
const passed = await Promise.all(Object.entries(checks).map(check));
process.exit(passed.every(Boolean) ? 0 : 1);
