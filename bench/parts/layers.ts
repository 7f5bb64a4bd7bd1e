import { compare } from "../measures";
import type { Part } from "../section";
import { median } from "../statistics";
import { type Subject, subjectOf } from "../subjects";
import { HEAD, ms, numbersOf, table } from "../tables";
import { type Rounds, roundsOf } from "../targets";

const LAYERS = [
  "bare node:http + pg",
  "+ our socket: id, limits, Host, web request and response",
  "+ the key's look-up as the product does it, in a transaction of its own role",
  "+ row-level security: role and tenant around the statement, a plan of its own",
  "+ the product's own statement and view: only the fields that are shown",
  "+ authorize, validate, strip",
  "+ execute: audit",
  "+ the MCP protocol (SDK)",
] as const;

/** The way from bare node to the product, measured by adding one layer after the other. */
export const layers: Part = {
  name: "layers",
  async measure({ stage, cast, plan }) {
    const program = await cast.layers();
    const product = await cast.product();
    const path = (index: number) => (index === 0 ? "/bare" : `/mcp?layer=${index}`);
    const subjects: Subject[] = [
      ...LAYERS.map((title, index) => subjectOf(stage, "read", String(index), title, program, path(index))),
      subjectOf(
        stage,
        "read",
        "product",
        "the product: + pages, jobs and everything else in the process",
        product,
        "/mcp",
      ),
    ];
    await compare(subjects, { ...plan.growth, rounds: 1, roundMs: 1_000 });
    const { rounds, othersAtMost } = await compare(subjects, plan.growth);
    return {
      heading: "What each layer costs a read",
      body: `list_services, 8 calls at a time. Each line does what the one above does and one thing more; all but the last in one
process (\`bench/layers.ts\`). The last column is the processor time that the line adds to the one above.

${table(["", ...HEAD, "adds ms"], rowsOf(subjects, rounds))}`,
      targets: [],
      othersAtMost,
    };
  },
};

function rowsOf(subjects: readonly Subject[], rounds: Rounds): string[][] {
  const cost = ({ id }: Subject) => median(roundsOf(rounds, id).map(({ cpuMs }) => cpuMs ?? Number.NaN));
  return subjects.map((subject, index) => {
    const above = subjects[index - 1];
    const added = above ? cost(subject) - cost(above) : Number.NaN;
    return [subject.title, ...numbersOf(roundsOf(rounds, subject.id)), Number.isNaN(added) ? "" : ms(added)];
  });
}
