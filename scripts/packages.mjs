// npm run packages: what comes with us, and whether it may; `npm run verify` runs it too.
// usage: npm run packages [-- --sbom FILE]   also writes a CycloneDX list of everything

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { INSTALL_SCRIPTS, licenceCounts, packageProblems } from "./lib/packages.mjs";
import { fail, root } from "./lib/run.mjs";

const lockfiles = ["package-lock.json", "cli/package-lock.json"];
const problems = lockfiles.flatMap((file) => packageProblems(JSON.parse(readFileSync(path.join(root, file), "utf8"))));
const lock = JSON.parse(readFileSync(path.join(root, lockfiles[0]), "utf8"));

for (const [licence, count] of licenceCounts(lock)) console.log(`  ${String(count).padStart(5)}  ${licence}`);
console.log("\nRun something when they are installed:");
for (const [name, why] of Object.entries(INSTALL_SCRIPTS)) console.log(`  ${name.padEnd(22)} ${why}`);

const wanted = process.argv.indexOf("--sbom");
if (wanted > 0) {
  const file = process.argv[wanted + 1];
  if (!file) fail("Which file? npm run packages -- --sbom sbom.json");
  const list = spawnSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], {
    cwd: root,
    maxBuffer: 2 ** 28,
  });
  if (list.status !== 0) fail(String(list.stderr));
  writeFileSync(file, list.stdout);
  console.log(`\n${JSON.parse(list.stdout).components.length} packages are listed in ${file}`);
}

if (problems.length > 0) fail(`\n${problems.join("\n")}`);
console.log("\nNothing is wrong with them.");
