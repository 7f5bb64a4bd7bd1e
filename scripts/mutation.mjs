// npm run test:mutation: puts small faults into the sources of scripts/lib/mutation-targets.mjs, in a copy of this folder, and
// asks their tests whether they see them. Writes docs/mutation.md once every source was tried, in one run or in several.
// usage: npm run test:mutation [-- FILE…] [--sample=N] [--seed=N]   N faults of each file, chosen at random
// The seed also makes the days that lib/operations/bookings/slots.test.ts tries.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createVitest } from "vitest/node";
import { generate } from "./build.mjs";
import { withSwitches } from "./lib/mutant-switches.mjs";
import { mutantsOf } from "./lib/mutants.mjs";
import { chosenOf, mutationPage } from "./lib/mutation-page.mjs";
import { keepResult, keptResult } from "./lib/mutation-results.mjs";
import { TARGETS } from "./lib/mutation-targets.mjs";
import { isSeenFromTheStart, tryInTests } from "./lib/mutation-trial.mjs";
import { root } from "./lib/run.mjs";

const option = (name) => process.argv.find((each) => each.startsWith(`--${name}=`))?.split("=")[1];
const sample = Number(option("sample") ?? Number.POSITIVE_INFINITY);
const seed = Number(option("seed") ?? Math.floor(Math.random() * 2 ** 31));
const wanted = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const files = Object.keys(TARGETS).filter((file) => wanted.length === 0 || wanted.some((each) => file.includes(each)));

/** A copy of everything that git knows, with the same packages and the same generated client. */
function copySources() {
  const copy = mkdtempSync(path.join(os.tmpdir(), "favcrm-mutation-"));
  const known = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  for (const file of known.split("\0").filter(Boolean)) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(copy, file));
  }
  cpSync(path.join(root, "lib/db/generated"), path.join(copy, "lib/db/generated"), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

/** Every fault with a number of its own, and the sources of the copy with a switch for each. */
function plantFaults(copy) {
  let last = 0;
  return files.flatMap((file) => {
    const text = readFileSync(path.join(copy, file), "utf8");
    const lines = text.split("\n");
    const mutants = mutantsOf(file, text).map((mutant) => {
      last += 1;
      return { ...mutant, id: last, file, source: lines[mutant.line - 1] };
    });
    writeFileSync(path.join(copy, file), withSwitches(text, mutants));
    return mutants;
  });
}

/** The files of tests, in the order in which the targets name them. */
async function specificationsOf(vitest) {
  const names = files.flatMap((file) => TARGETS[file]);
  return (await vitest.globTestSpecifications(names))
    .map((specification) => ({ specification, test: path.relative(vitest.config.root, specification.moduleId) }))
    .sort((a, b) => rankIn(names, a.test) - rankIn(names, b.test));
}

const rankIn = (names, test) => names.findIndex((name) => test.startsWith(name));

/** Tries the faults in the files of tests that are there for their sources; answers the ids of those that were seen. */
async function trial(vitest, faults) {
  const seen = new Set();
  const later = new Map();
  for (const { specification, test } of await specificationsOf(vitest)) {
    const own = faults.filter(({ file, id }) => !seen.has(id) && TARGETS[file].some((each) => test.startsWith(each)));
    if (own.length === 0) continue;
    const begun = performance.now();
    const found = await tryInTests(
      vitest,
      specification,
      own.map(({ id }) => id),
    );
    for (const id of found.seen) seen.add(id);
    for (const id of found.outside) later.set(id, [...(later.get(id) ?? []), specification]);
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`  ${test}: ${found.seen.size} of ${own.length} faults seen, ${seconds} s`);
  }
  for (const [id, specifications] of later) {
    for (const specification of specifications) {
      if (seen.has(id) || !(await isSeenFromTheStart(vitest, specification, id))) continue;
      seen.add(id);
    }
  }
  return seen;
}

await generate();
const copy = copySources();
process.chdir(copy);
// Faults make drivers complain, rightly.
process.env.NODE_NO_WARNINGS = "1";
process.env.SLOT_SEED = String(seed);
const vitest = await createVitest("test", {
  root: copy,
  config: path.join(copy, "scripts/lib/mutation.config.mjs"),
  watch: false,
  reporters: [{ onInit() {} }],
  bail: 1,
});

console.log(`seed ${seed}`);
let results;
try {
  const faults = plantFaults(copy);
  const tried = files.flatMap((file) =>
    chosenOf(
      faults.filter((fault) => fault.file === file),
      sample,
      seed,
    ),
  );
  const seen = await trial(vitest, tried);
  results = files.map((file) => ({
    file,
    seed,
    possible: faults.filter((fault) => fault.file === file).length,
    tried: tried.filter((fault) => fault.file === file).map((fault) => ({ ...fault, isSeen: seen.has(fault.id) })),
  }));
} finally {
  await vitest.close();
  process.chdir(root);
  rmSync(copy, { recursive: true, force: true });
}
console.log(mutationPage(results));
if (sample === Number.POSITIVE_INFINITY) for (const result of results) keepResult(result);
const kept = Object.keys(TARGETS).map(keptResult);
if (kept.every(Boolean)) writeFileSync("docs/mutation.md", mutationPage(kept));
process.exit(0);
