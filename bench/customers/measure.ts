import type pg from "pg";
import type { Caller } from "@/lib/kernel/context";
import { type Percentiles, summarize } from "../statistics";
import type { Case } from "./case";
import { neighbourOf } from "./company";

/** One thing people wait for, asked through the operation and by hand. */
export interface Finding {
  title: string;
  ours: Percentiles;
  byHand: Percentiles;
  /** Rounds in which the two did not agree. */
  differing: number;
}

const WARM_UP = 10;
const TRIES = 9;
/** No form that takes longer is the fastest: the planner can lose itself in one for an hour. */
const LONGEST_TRY_MS = 5_000;
const QUERY_CANCELED = "57014";

/** A statement that is worth trying, planned once or for each question. */
interface Form {
  text: string;
  name?: string;
}

type Input = Record<string, unknown>;
type Rows = Record<string, unknown>[];
type AskByHand = (form: Form, asked: Input) => Promise<[ms: number, rows: Rows]>;

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const startedAt = performance.now();
  const result = await work();
  return [performance.now() - startedAt, result];
}

/** How long a form took; for ever when the database gave it up. */
async function triedFor(work: () => ReturnType<AskByHand>): Promise<number> {
  try {
    const [ms] = await work();
    return ms;
  } catch (error) {
    if ((error as { code?: unknown }).code === QUERY_CANCELED) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** The form that answers fastest at its worst, of a few tries each; one that is slower already is not tried to its end. */
async function fastestForm(each: Case, ask: AskByHand): Promise<Form> {
  const forms = each.statements.flatMap((text, index): Form[] => [{ text }, { text, name: `${each.title} ${index}` }]);
  let fastest: { form: Form; worst: number } | undefined;
  for (const form of forms) {
    let worst = 0;
    for (let round = 0; round < TRIES; round++) {
      const ms = await triedFor(() => ask(form, each.input(round)));
      // The first of them makes plan and cache warm; one that was given up is not asked again.
      if (round > 0 || ms === Number.POSITIVE_INFINITY) worst = Math.max(worst, ms);
      if (worst > (fastest?.worst ?? LONGEST_TRY_MS)) break;
    }
    if (!fastest || worst < fastest.worst) fastest = { form, worst };
  }
  if (!fastest) throw new Error(`${each.title} has no statement`);
  return fastest.form;
}

/** Asks the same both ways, in turns; who asks first changes, for it finds less of the answer in memory. */
export async function measure(each: Case, caller: Caller, client: pg.Client, rounds: number): Promise<Finding> {
  // Small organisations ask first, so that no plan is made for the big one alone. They lack its tags.
  for (let round = 0; round < WARM_UP * 2; round++) {
    await each.ask(neighbourOf(caller, round), each.input(round)).catch(() => {});
  }
  const tenant = [caller.workspace?.organisationId, caller.workspace?.companyId];
  const askByHand: AskByHand = (form, asked) =>
    timed(async () => (await client.query<Rows[number]>({ ...form, values: [...tenant, ...each.values(asked)] })).rows);
  await client.query(`SET statement_timeout = ${LONGEST_TRY_MS}`);
  const fastest = await fastestForm(each, askByHand);
  await client.query("RESET statement_timeout");
  const ours: number[] = [];
  const byHand: number[] = [];
  let differing = 0;
  for (let round = -WARM_UP; round < rounds; round++) {
    const asked = each.input(round + WARM_UP);
    const isOursFirst = round % 2 === 0;
    const early = isOursFirst ? undefined : await askByHand(fastest, asked);
    const [ms, answer] = await timed(() => each.ask(caller, asked));
    const [msByHand, rows] = early ?? (await askByHand(fastest, asked));
    if (round < 0) continue;
    ours.push(ms);
    byHand.push(msByHand);
    const own = each.ofAnswer(answer);
    if (own !== null && JSON.stringify(own) !== JSON.stringify(each.ofRows(rows))) differing++;
  }
  return { title: each.title, ours: summarize(ours), byHand: summarize(byHand), differing };
}
