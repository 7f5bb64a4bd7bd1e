// Asks the tests about faults: all faults of a file in one run of it, and those that need a process of their own in another.
const NOTHING = { living: [], tried: [], once: [] };

/** Runs one file of tests with what its runner has to try; answers its module and the reports of its tests. */
async function runFile(vitest, specification, faults) {
  // What an earlier fault broke says nothing of this run, and would count for its bail.
  vitest.state.errorsSet.clear();
  vitest.state.idMap.clear();
  vitest.state.filesMap.clear();
  specification.project.provide("faults", { ...NOTHING, ...faults });
  const { testModules } = await vitest.runTestSpecifications([specification]);
  const tests = testModules.flatMap(({ children }) => [...children.allTests()]);
  return {
    hasPassed: testModules.every((module) => module.ok()) && vitest.state.getUnhandledErrors().length === 0,
    reports: tests.map((test) => test.meta().faults).filter(Boolean),
    ids: new Map(tests.map((test) => [test.meta().faults, test.id])),
    failures: tests.flatMap((test) =>
      (test.result().errors ?? []).map(({ message }) => `${test.fullName}: ${message}`),
    ),
  };
}

const gathered = (reports, key) => reports.flatMap((report) => report[key]);

/**
 * Tries the living faults in every test of a file, again from its start whenever a fault broke what the tests work on.
 * Answers those that a test saw, and those that it came past where it could not try them: while modules load, in a hook.
 */
export async function tryInTests(vitest, specification, living) {
  const seen = new Set();
  const outside = new Set();
  const [tried, once] = [[], []];
  while (true) {
    const left = living.filter((id) => !seen.has(id));
    if (left.length === 0) return { seen, outside };
    const { reports, ids, failures } = await runFile(vitest, specification, { living: left, tried, once });
    const isBroken = reports.some((report) => report.isBroken);
    const isBegun = reports.some((report) => report.tried.length + report.seen.length > 0);
    const learned = reports.filter(({ isOnce }) => isOnce).map((report) => ids.get(report));
    if (reports.length === 0 || (isBroken && !isBegun && learned.every((id) => once.includes(id))))
      throw new Error(`${specification.moduleId} fails without any fault:\n${failures.join("\n")}`);
    for (const id of gathered(reports, "seen")) seen.add(id);
    for (const id of gathered(reports, "outside")) outside.add(id);
    tried.push(...gathered(reports, "tried"));
    once.push(...learned);
    if (!isBroken && !reports.some(({ isSpoiled }) => isSpoiled)) return { seen, outside };
  }
}

/** Whether a file fails when a fault is there from its first import on. */
export async function isSeenFromTheStart(vitest, specification, id) {
  const { hasPassed } = await runFile(vitest, specification, { always: id });
  return !hasPassed;
}
