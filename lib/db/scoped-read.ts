import "server-only";
import pg from "pg";

/** What holds for one transaction, by the name of the setting: role and tenant. */
export type Settings = Readonly<Record<string, string>>;

/** What @types/pg does not show of a connection: the messages of the protocol, and which statements it has prepared. */
interface Wire {
  parsedStatements: Record<string, string | undefined>;
  parse(statement: { name?: string; text: string }): void;
  bind(values: { statement?: string; values: readonly string[] }): void;
  execute(): void;
}

/** … and of a query: how it is sent, and how it takes what comes back. */
interface Exchange {
  prepare(wire: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
}

type Callback = (error: Error | null, result: pg.QueryResult) => void;
const Query = pg.Query as unknown as new (
  config: object,
  values: undefined,
  done: Callback,
) => pg.Submittable & Exchange;

const textOf = (settings: Settings) =>
  `SELECT set_config('transaction_read_only', 'on', true), ${Object.keys(settings)
    .map((name, index) => `set_config('${name}', $${index + 1}, true)`)
    .join(", ")}`;

/**
 * One read in one round trip: its settings and itself travel as one pipeline of the extended protocol, which PostgreSQL runs
 * as one transaction and, once something fails in it, skips to its end. So nothing runs outside the settings, BEGIN and
 * COMMIT are not needed, and there is one answer instead of three (docs/decisions/0031-what-a-read-costs.md).
 */
class ScopedRead extends Query {
  private isInScope = false;

  constructor(
    statement: pg.QueryConfig,
    private readonly settings: Settings,
    private readonly scope: { name?: string; text: string },
    done: Callback,
  ) {
    super({ ...statement, queryMode: "extended" }, undefined, done);
  }

  override prepare(wire: Wire): void {
    const { name } = this.scope;
    if (name === undefined) wire.parse(this.scope);
    wire.bind({ ...(name === undefined ? {} : { statement: name }), values: Object.values(this.settings) });
    wire.execute();
    super.prepare(wire);
  }

  /** The row of the settings is nobody's. */
  override handleDataRow(message: unknown): void {
    if (this.isInScope) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.isInScope) super.handleCommandComplete(message, wire);
    this.isInScope = true;
  }
}

const SCOPE = "scope";

/**
 * Runs a read under `settings`, whose names are the same for every read of a connection, and gives its rows. `prepares`:
 * whether statements may be kept on the connection.
 */
export function readInScope(
  client: pg.ClientBase,
  settings: Settings,
  statement: pg.QueryConfig,
  prepares: boolean,
): Promise<pg.QueryResult> {
  const { parsedStatements } = (client as unknown as { connection: Wire }).connection;
  const text = textOf(settings);
  const scope = prepares ? { name: SCOPE, text } : { text };
  // Once a connection. What goes wrong with it goes wrong again with the read, whose caller hears of it.
  if (prepares && parsedStatements[SCOPE] === undefined)
    client.query({ ...scope, values: Object.values(settings) }).catch(() => {});
  return new Promise((resolve, reject) => {
    client.query(
      new ScopedRead(statement, settings, scope, (error, result) => (error ? reject(error) : resolve(result))),
    );
  });
}
