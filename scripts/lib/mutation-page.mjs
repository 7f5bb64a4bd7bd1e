import { equivalenceOf } from "./mutation-equivalents.mjs";

// Which faults are tried, and how docs/mutation.md tells what came of them.

/** A generator of numbers below 1 that gives the same ones for the same seed (mulberry32). */
function numbersFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** At most `sample` of a list, the same for the same seed, in their old order. */
export function chosenOf(list, sample, seed) {
  const next = numbersFrom(seed);
  const ranked = list.map((item, index) => ({ item, index, rank: next() })).sort((a, b) => a.rank - b.rank);
  return ranked
    .slice(0, sample)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);
}

const code = (text) => `\`${text.replace(/\s+/g, " ").replaceAll("|", "\\|").replaceAll("`", "'").slice(0, 80)}\``;

const percent = (part, whole) => (whole === 0 ? "–" : `${Math.round((100 * part) / whole)} %`);

/** A fault that no test saw may be one that nobody could see. */
const judged = (fault) => ({ ...fault, because: fault.isSeen ? undefined : equivalenceOf(fault) });

/** How one source fares: its faults by what came of them. */
function tally({ file, possible, tried }) {
  const equivalent = tried.map(judged).filter(({ because }) => because !== undefined).length;
  const seen = tried.filter(({ isSeen }) => isSeen).length;
  return { file, possible, tried: tried.length, equivalent, seen };
}

const row = ({ file, possible, tried, equivalent, seen }) =>
  `| ${file} | ${possible} | ${tried} | ${equivalent} | ${seen} | ${percent(seen, tried - equivalent)} |`;

const listed = (head, rows) =>
  rows.length > 0 ? [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows] : ["Nothing."];

/** docs/mutation.md: the score of each file, every fault that no test saw, and those that nobody could see. */
export function mutationPage(results, date = new Date().toISOString().slice(0, 10)) {
  const rows = results.map(tally);
  const total = (key) => rows.reduce((sum, each) => sum + each[key], 0);
  const sums = Object.fromEntries(["possible", "tried", "equivalent", "seen"].map((key) => [key, total(key)]));
  const seeds = [...new Set(results.map(({ seed }) => seed))];
  const faults = results.flatMap(({ tried }) => tried.map(judged));
  const place = ({ file, line, was, text }) => `| ${file}:${line} | ${code(was)} | ${code(text)} |`;
  const survivors = faults.filter(({ isSeen, because }) => !isSeen && because === undefined);
  const equivalents = faults.filter(({ because }) => because !== undefined);
  return [
    "# Would the tests notice?",
    "",
    `Written by \`npm run test:mutation\` on ${date}, seed ${seeds.join(", ")}. Each fault is one changed operator, condition,`,
    "number or statement, or one condition of an SQL text forgotten or turned; it is seen when a test that",
    "scripts/lib/mutation-targets.mjs names for its source fails. The score leaves out what changes nothing that anybody could",
    "see; the last table says why it does not.",
    "",
    "| source | possible faults | tried | change nothing | seen | score |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows.map(row),
    row({ file: "**all**", ...sums }),
    "",
    "## What no test saw",
    "",
    ...listed(["place", "it says", "the fault"], survivors.map(place)),
    "",
    "## What changes nothing",
    "",
    ...listed(
      ["place", "it says", "the fault", "why nothing changes"],
      equivalents.map((fault) => `${place(fault)} ${fault.because} |`),
    ),
    "",
  ].join("\n");
}
