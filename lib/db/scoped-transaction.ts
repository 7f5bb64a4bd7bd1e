import "server-only";
import type pg from "pg";

export type Statement = pg.QueryConfig | string;

/** What @types/pg does not show of a client: the socket under it. */
type Wire = { connection: { stream: { cork(): void; uncork(): void } } };

/** The SQL by which a transaction says how its statements are planned from then on. */
export interface Plans {
  anew: string;
  kept: string;
}

/** Stands before a statement whose answer nobody waits for: it leaves with the transaction's next message and fails with it. */
export const UNAWAITED = "/* unawaited */ ";

const NOTHING: pg.QueryResult = { command: "", rowCount: 0, oid: 0, rows: [], fields: [] };
const BEGIN = /^BEGIN\b/i;
const COMMIT = /^COMMIT$/i;
const ROLLBACK = /^ROLLBACK$/i;
const BACK_TO_SAVEPOINT = /^ROLLBACK TO\b/i;
/** Reads, and calls no function of ours, which might write. */
const PLAIN_READ = /^SELECT\b(?!.*\bfavcrm_)/is;
const IS_PLANNED = /^(\/\* unawaited \*\/ )?(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i;
/** Rows that were given are written in the same way whoever asks, and so are their foreign keys checked. */
const WRITES_GIVEN_ROWS = /^(\/\* unawaited \*\/ )?INSERT\b(?!.*\bFROM (?!jsonb_to_recordset))/is;
const CHOOSES_PLANS = /^SET\b.*\bplan_cache_mode\b/i;

const textOf = (statement: Statement) => (typeof statement === "string" ? statement : statement.text);

/** Sends statements in one packet. An answer that nobody looks at may fail unheard. */
export function sendTogether(client: pg.PoolClient, statements: readonly Statement[]): Promise<pg.QueryResult>[] {
  const { stream } = (client as unknown as Wire).connection;
  stream.cork();
  const answers = statements.map((statement) => client.query(statement as string));
  stream.uncork();
  for (const answer of answers) answer.catch(() => {});
  return answers;
}

/** The last answer, when all of them are there. Throws the first failure: the others follow from it. */
async function lastOf(answers: readonly Promise<pg.QueryResult>[]): Promise<pg.QueryResult> {
  await Promise.allSettled(answers);
  let last = NOTHING;
  for (const answer of answers) last = await answer;
  return last;
}

/**
 * One transaction on a lent client, in as few messages as its promises allow: BEGIN leaves with the first statement, what
 * nobody waits for with the next one, and a statement that needs plans of the other kind brings the setting along.
 */
export class ScopedTransaction {
  /** BEGIN with its role and tenant, until it is sent. */
  private opening: string | undefined;
  private begun: Promise<unknown> | undefined;
  private unawaited: Statement[] = [];
  private isOver = false;
  /** How statements are planned now, when that is known. */
  private planning: keyof Plans | undefined = "anew";

  constructor(
    private readonly client: pg.PoolClient,
    private readonly prologue: string,
    /** Absent when plans are left to the database. */
    private plans: Plans | undefined,
  ) {}

  /** Throws when the transaction is over: its connection is lent to somebody else then. */
  async query(given: Statement, values?: unknown[]): Promise<pg.QueryResult> {
    if (this.isOver) throw new Error("The transaction is over");
    const statement = typeof given === "string" && values ? { text: given, values } : given;
    const text = textOf(statement);
    if (BEGIN.test(text)) this.opening = `${text}; ${this.prologue}`;
    else if (text.startsWith(UNAWAITED)) this.unawaited.push(statement);
    else if (ROLLBACK.test(text)) return this.rollBack(statement);
    else if (COMMIT.test(text)) return this.commit(statement);
    else return this.send([...this.unawaited.splice(0), statement]);
    return NOTHING;
  }

  private async commit(statement: Statement): Promise<pg.QueryResult> {
    this.isOver = true;
    if (this.opening !== undefined && this.unawaited.length === 0) {
      this.opening = undefined;
      return NOTHING;
    }
    try {
      return await this.send([...this.unawaited.splice(0), statement]);
    } catch (error) {
      // Whoever commits gives the connection back afterwards, whatever came of it.
      await this.client.query("ROLLBACK").catch(() => {});
      throw error;
    }
  }

  private async rollBack(statement: Statement): Promise<pg.QueryResult> {
    this.isOver = true;
    this.unawaited = [];
    if (this.opening === undefined) return this.client.query(statement as string);
    this.opening = undefined;
    return NOTHING;
  }

  /**
   * A statement behind a BEGIN that failed would run as the login role. So only a read may leave together with its BEGIN, and
   * its rows are withheld until that took hold; a write leaves afterwards.
   */
  private async send(statements: readonly Statement[]): Promise<pg.QueryResult> {
    if (this.opening !== undefined) {
      const opening = this.opening;
      this.opening = undefined;
      const mayFollow = statements.every((statement) => PLAIN_READ.test(textOf(statement)));
      const answers = sendTogether(this.client, mayFollow ? [opening, ...statements] : [opening]);
      this.begun = answers[0];
      if (mayFollow) return lastOf(answers);
    }
    await this.begun;
    return lastOf(
      sendTogether(
        this.client,
        statements.flatMap((statement) => this.planned(textOf(statement), statement)),
      ),
    );
  }

  /** A statement, and before it the setting for its plan where that is another than the last one's. */
  private planned(text: string, statement: Statement): Statement[] {
    if (CHOOSES_PLANS.test(text)) this.plans = undefined;
    if (BACK_TO_SAVEPOINT.test(text)) this.planning = undefined;
    if (!this.plans || !IS_PLANNED.test(text)) return [statement];
    const needed = WRITES_GIVEN_ROWS.test(text) ? "kept" : "anew";
    if (needed === this.planning) return [statement];
    this.planning = needed;
    return [this.plans[needed], statement];
  }
}
