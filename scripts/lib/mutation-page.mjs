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

/** docs/mutation.md: the score of each file, and every fault that no test saw. */
export function mutationPage(results, { seed, sample, date = new Date().toISOString().slice(0, 10) }) {
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  const row = ({ file, possible, tried, seen, seconds }) =>
    `| ${file} | ${possible} | ${tried} | ${seen} | ${percent(seen, tried)} | ${seconds} s |`;
  const sum = {
    file: "**all**",
    ...Object.fromEntries(["possible", "tried", "seen", "seconds"].map((key) => [key, total(key)])),
  };
  const survivors = results.flatMap(({ file, survivors: list }) =>
    list.map(({ line, was, text }) => `| ${file}:${line} | ${code(was)} | ${code(text)} |`),
  );
  const much = Number.isFinite(sample)
    ? `at most ${sample} faults of each file, chosen with seed ${seed}`
    : "every fault";
  return [
    "# Would the tests notice?",
    "",
    `Written by \`npm run test:mutation\` on ${date}: ${much}. Each fault is one changed operator, condition, number or`,
    "statement, or one condition of an SQL text forgotten or turned; it is seen when a test of its file fails.",
    "",
    "| source | possible faults | tried | seen | score | time |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...results.map(row),
    row(sum),
    "",
    "## What no test saw",
    "",
    ...(survivors.length > 0 ? ["| place | it says | the fault |", "| --- | --- | --- |", ...survivors] : ["Nothing."]),
    "",
  ].join("\n");
}
