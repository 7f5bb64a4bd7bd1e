// npm run test:mutation: puts one small fault after the other into the sources of scripts/lib/mutation-targets.mjs, in a copy
// of this folder, and asks their tests whether they see it. Writes docs/mutation.md when it went through everything.
// usage: npm run test:mutation [-- FILE…] [--sample=N] [--seed=N]   N faults of each file, chosen at random
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createVitest } from "vitest/node";
import { generate } from "./build.mjs";
import { apply, mutantsOf } from "./lib/mutants.mjs";
import { chosenOf, mutationPage } from "./lib/mutation-page.mjs";
import { TARGETS } from "./lib/mutation-targets.mjs";
import { root } from "./lib/run.mjs";

/** A fault that makes the tests hang is seen, too. */
const LONGEST_RUN_MS = 240_000;

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

await generate();
const copy = copySources();
process.chdir(copy);
const silent = { onInit() {} };
const vitest = await createVitest("test", {
  root: copy,
  watch: false,
  project: ["units"],
  reporters: [silent],
  bail: 1,
});

/** Runs tests; answers whether every one passed, or undefined when they do not come to an end. */
async function passes(specifications) {
  // What an earlier fault broke says nothing of this run, and would count for its bail.
  vitest.state.errorsSet.clear();
  vitest.state.idMap.clear();
  vitest.state.filesMap.clear();
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, LONGEST_RUN_MS);
  });
  const ran = vitest.runTestSpecifications(specifications).then(({ testModules }) => testModules);
  const modules = await Promise.race([ran, late]);
  clearTimeout(timer);
  if (!modules) {
    await vitest.cancelCurrentRun("test-failure");
    await ran;
    return undefined;
  }
  return modules.every((module) => module.ok()) && vitest.state.getUnhandledErrors().length === 0;
}

async function mustPass(file, specifications) {
  if (await passes(specifications)) return;
  const failures = vitest.state
    .getFiles()
    .flatMap(({ name, tasks, result }) => [
      ...(result?.errors ?? []).map(({ message }) => `${name}: ${message}`),
      ...namesOfFailed(tasks).map((test) => `${name}: ${test}`),
    ]);
  throw new Error(`The tests of ${file} fail without any fault:\n${failures.join("\n")}`);
}

const namesOfFailed = (tasks) =>
  tasks.flatMap(({ name, tasks: inner, result }) =>
    inner ? namesOfFailed(inner) : result?.state === "fail" ? [`${name}: ${result.errors?.[0]?.message}`] : [],
  );

async function tryMutants(file) {
  const full = path.join(copy, file);
  const text = readFileSync(full, "utf8");
  const specifications = await vitest.globTestSpecifications(TARGETS[file]);
  await mustPass(file, specifications);
  const all = mutantsOf(file, text);
  const chosen = chosenOf(all, sample, seed);
  const survivors = [];
  const begun = performance.now();
  for (const mutant of chosen) {
    writeFileSync(full, apply(text, mutant));
    vitest.invalidateFile(full);
    if (!(await passes(specifications))) continue;
    survivors.push(mutant);
    console.log(`  ${file}:${mutant.line} survives: ${mutant.was.split("\n")[0]} → ${mutant.text}`);
  }
  writeFileSync(full, text);
  vitest.invalidateFile(full);
  // Otherwise something else than the faults made the tests fail.
  await mustPass(file, specifications);
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(
    `${file}: ${chosen.length - survivors.length} of ${chosen.length} faults seen (${all.length} possible), ${seconds} s`,
  );
  return {
    file,
    possible: all.length,
    tried: chosen.length,
    seen: chosen.length - survivors.length,
    seconds,
    survivors,
  };
}

console.log(`seed ${seed}`);
const results = [];
try {
  for (const file of files) results.push(await tryMutants(file));
} finally {
  await vitest.close();
  process.chdir(root);
  rmSync(copy, { recursive: true, force: true });
}
if (wanted.length === 0) writeFileSync("docs/mutation.md", mutationPage(results, { seed, sample }));
process.exit(0);
