import pg from "pg";
import { vi } from "vitest";

/** The SQL of everything that this process sends to PostgreSQL while `work` runs, in its order and without values. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent = vi.spyOn(pg.Client.prototype, "query");
  try {
    await work();
    const statements = sent.mock.calls.map(([statement]) => statement as unknown as string | pg.QueryConfig);
    return statements.map((statement) => (typeof statement === "string" ? statement : statement.text));
  } finally {
    sent.mockRestore();
  }
}
