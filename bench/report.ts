import type { Section } from "./section";
import { table } from "./tables";
import type { Target } from "./targets";

/** When and where a run took place. */
export interface Circumstances {
  date: string;
  machine: string;
  versions: string;
}

const SOAK = "<!-- npm run bench -- soak -->";

const targetTable = (targets: readonly Target[]): string =>
  table(
    ["promise", "measured", ""],
    targets.map(({ promise, measured, isKept }) => [promise, measured, isKept ? "kept" : "**missed**"]),
  );

const circumstancesOf = ({ date, machine, versions }: Circumstances, sections: readonly Section[]): string => {
  const others = Math.max(...sections.map(({ othersAtMost }) => othersAtMost));
  return `- Date: ${date}
- Machine: ${machine}
- Versions: ${versions}
- Disturbance: others used up to ${(others * 100).toFixed(0)} % of the machine between measurements`;
};

/** The whole page, bench/RESULTS.md; `kept` is what a soak left behind the mark of the last page. */
export function renderReport(circumstances: Circumstances, sections: readonly Section[], kept: string): string {
  return `# What a call costs

Written by \`npm run bench\`; every ratio comes from one run on one machine. Read the ratios: the absolute numbers belong to
the machine.

${circumstancesOf(circumstances, sections)}

## Promises

${targetTable(sections.flatMap(({ targets }) => targets))}

${sections.map(({ heading, body }) => `## ${heading}\n\n${body}\n`).join("\n")}
## How it is measured

\`bench/main.ts\` starts one PostgreSQL and every server, each a process of its own with the memory flag of \`npm start\`. The
subjects take turns for several rounds; a ratio is the median of the rounds' ratios, so a disturbance hits both sides. The
numbers are medians of the rounds.
The load comes from a separate process that speaks HTTP over raw keep-alive sockets: an HTTP library would take the core
that server and PostgreSQL need. Every answer's status and length, or its text, is checked. The comparison servers stand in
\`bench/floor\` (a Next application of its own, so that nothing of it ships), \`bench/bare.ts\` and \`bench/adapter.ts\`; their
statements in \`bench/plain\`, their Prisma in \`bench/usual\`.

${SOAK}
${kept}`;
}

/** What a page holds behind the mark of the soak. */
export function soakIn(page: string): string {
  return page.split(SOAK)[1]?.trimStart() ?? "";
}

/** The page with another soak. */
export function withSoak(page: string, circumstances: Circumstances, section: Section): string {
  const [before = ""] = page.split(SOAK);
  const { heading, body, targets } = section;
  const { date, machine, versions } = circumstances;
  return `${before.trimEnd()}

${SOAK}

## ${heading}

Written by \`npm run bench -- soak\`, ${date}, ${machine}, ${versions}.

${targetTable(targets)}

${body}
`;
}
