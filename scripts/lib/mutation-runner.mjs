// Runs each test as it is, and then once more for every fault that it came past and that nobody has seen yet. What to try
// comes from mutation-trial.mjs; what came of it goes back in the test's meta.
import { inject } from "vitest";
import { VitestTestRunner } from "vitest/runners";

/** A fault that is passed so often has made a loop endless. */
const MOST_PASSES = 3_000_000;
const SOUND = 0;

/** `always`: this fault from the first import on, and every test once. */
const { living, tried, once, always = SOUND } = inject("faults");
const known = new Set(tried);
const reached = new Set();
let active = always;
let passes = 0;

globalThis.__fault = (id) => {
  if (id !== active) {
    reached.add(id);
    return false;
  }
  passes += 1;
  if (passes > MOST_PASSES) throw new Error("A fault made a loop endless");
  return true;
};

let hasStrayError = false;
const noteStrayError = () => {
  hasStrayError = true;
};
process.on("unhandledRejection", noteStrayError);
process.on("uncaughtException", noteStrayError);

const livingOnes = (ids) => living.filter((id) => ids.has(id));

/**
 * The attempts of one test: yields the fault of each and is told whether the test passed. A failure counts only on sound
 * ground: when the test passes without a fault right before or right after. Otherwise an earlier fault may have broken the
 * records it works on; then the file starts afresh.
 */
function* attempts(test, report) {
  report.outside = livingOnes(reached);
  reached.clear();
  report.isBroken = !(yield SOUND);
  if (report.isBroken) return;
  const here = livingOnes(reached).filter((id) => !known.has(`${id} ${test.id}`));
  if (here.length === 0) return;
  report.isOnce = once.includes(test.id) || !(yield SOUND);
  if (report.isOnce) {
    report.outside.push(...here);
    return;
  }
  let isSound = true;
  for (let index = 0; index < here.length && !report.isSpoiled; index += 1) {
    const id = here[index];
    if (yield id) {
      report.tried.push(`${id} ${test.id}`);
      isSound = false;
      continue;
    }
    const wasSound = isSound;
    isSound = yield SOUND;
    report.isSpoiled = !isSound;
    if (!isSound && !wasSound) return;
    report.seen.push(id);
    living.splice(living.indexOf(id), 1);
  }
  if (!isSound && !report.isSpoiled) report.isSpoiled = !(yield SOUND);
}

/** What a test fails with; one that takes far longer than before waits for something that a fault has lost. */
async function failureOf(run, longestMs) {
  let timer;
  const late = new Promise((_, reject) => {
    if (longestMs) timer = setTimeout(reject, longestMs, new Error("A fault made a test endless"));
  });
  try {
    await Promise.race([run(), late]);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    clearTimeout(timer);
  }
}

export default class FaultRunner extends VitestTestRunner {
  #report;
  #attempts;
  #next = SOUND;
  #isOver = true;
  #longestMs;
  /** Whether an attempt began of which nobody said yet how it ended. */
  #isOpen = false;

  async onBeforeRunTask(test) {
    if (this.#report?.isSpoiled) test.mode = "skip";
    await super.onBeforeRunTask(test);
    if (always !== SOUND || test.mode !== "run") return;
    this.#report = { outside: [], seen: [], tried: [], isBroken: false, isSpoiled: false, isOnce: false };
    test.meta.faults = this.#report;
    test.retry = { count: 1_000_000, condition: () => !this.#isOver };
    this.#attempts = attempts(test, this.#report);
    this.#isOver = false;
    this.#isOpen = false;
    this.#longestMs = undefined;
    this.#next = this.#attempts.next().value;
  }

  onBeforeTryTask(test, options) {
    if (always === SOUND) {
      // A hook before the test failed.
      if (this.#isOpen) this.#end(false);
      this.#isOpen = !this.#isOver;
      active = this.#next;
      test.result.errors = undefined;
    }
    return super.onBeforeTryTask(test, options);
  }

  async runTask(test) {
    const run = VitestTestRunner.getTestFn(test);
    if (this.#isOver) return run();
    const begun = performance.now();
    const failure = await failureOf(run, this.#longestMs);
    this.#longestMs ||= 10_000 + 10 * (performance.now() - begun);
    this.#end(failure === undefined);
    if (!this.#isOver) throw new Error("once more");
    if (this.#report.isBroken) throw failure;
  }

  #end(hasPassed) {
    const { value = SOUND, done } = this.#attempts.next(hasPassed && !hasStrayError);
    this.#isOpen = false;
    this.#isOver = done;
    this.#next = value;
    active = SOUND;
    passes = 0;
    hasStrayError = false;
  }
}
