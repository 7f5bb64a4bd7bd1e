const CANDIDATES = [",", ";", "\t", "|"] as const;
const SAMPLE_LINES = 20;

export interface Layout {
  separator: string;
  newline: "\n" | "\r";
  /** Characters to pass over: the line in which Excel names its separator. */
  skip: number;
}

/** Tells how a text is laid out, from its beginning: the separator that cuts its lines into equally many cells. */
export function detectLayout(sample: string): Layout {
  const newline = !sample.includes("\n") && sample.includes("\r") ? "\r" : "\n";
  const named = /^sep=(.)\r?\n?/i.exec(sample);
  if (named?.[1]) return { separator: named[1], newline, skip: named[0].length };
  const lines = sample
    .split(newline)
    .filter((line) => line.trim() !== "")
    .slice(0, SAMPLE_LINES);
  const best = CANDIDATES.map((separator) => ({ separator, score: scoreOf(lines, separator) })).reduce((a, b) =>
    b.score > a.score ? b : a,
  );
  return { separator: best.score > 0 ? best.separator : ",", newline, skip: 0 };
}

/** How many lines have as many separators outside quotes as the header, and how many those are. */
function scoreOf(lines: readonly string[], separator: string): number {
  const counts = lines.map((line) => line.replace(/"[^"]*"/g, "").split(separator).length - 1);
  const [header = 0] = counts;
  if (header === 0) return 0;
  const alike = counts.filter((count) => count === header).length / counts.length;
  return alike * 10 + Math.min(header, 9);
}
