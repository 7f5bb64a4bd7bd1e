// npm run packages: what comes with us, and whether it may; `npm run verify` runs it too.
// usage: npm run packages [-- --sbom FILE]   also writes a CycloneDX list of everything
//        npm run packages -- --lock FILE     judges another lockfile than ours

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { INSTALL_SCRIPTS, licenceCounts, packageProblems } from "./lib/packages.mjs";
import { fail, root } from "./lib/run.mjs";

const optionOf = (name) => {
  const place = process.argv.indexOf(name);
  return place > 0 ? (process.argv[place + 1] ?? fail(`Which file? npm run packages -- ${name} FILE`)) : undefined;
};
const other = optionOf("--lock");
const lockfiles = other
  ? [path.resolve(other)]
  : ["package-lock.json", "cli/package-lock.json"].map((file) => path.join(root, file));
const problems = lockfiles.flatMap((file) => packageProblems(JSON.parse(readFileSync(file, "utf8"))));
const lock = JSON.parse(readFileSync(lockfiles[0], "utf8"));

for (const [licence, count] of licenceCounts(lock)) console.log(`  ${String(count).padStart(5)}  ${licence}`);
console.log("\nRun something when they are installed:");
for (const [name, why] of Object.entries(INSTALL_SCRIPTS)) console.log(`  ${name.padEnd(22)} ${why}`);

const file = optionOf("--sbom");
if (file) {
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
