import type pg from "pg";
import { newId } from "@/lib/kernel/ids";
import type { PlainCaller } from "./key";

/** One transaction on a connection of its own. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

const AUDIT_SQL = `
  INSERT INTO audit_events (organisation_id, id, company_id, actor_type, actor_id, actor_label, operation, effect, outcome,
                            summary, request_id, surface, arguments, after, entity_id, duration_ms)
  VALUES ($1, $2, $3, 'apiKey', $4, $5, $6, 'create', 'done', $7, $2, 'mcp', $8, $9, $10, 0)`;

export interface PlainChange {
  operation: string;
  summary: string;
  args: object;
  after: object;
  entityId: string;
}

/** The row that tells of a change, in the change's own transaction, as the product writes it. */
export async function record(client: pg.PoolClient, caller: PlainCaller, change: PlainChange): Promise<void> {
  const { operation, summary, args, after, entityId } = change;
  const actor = [caller.company_id, caller.id, caller.name];
  const values = [caller.organisation_id, newId("evt"), ...actor, operation, summary];
  await client.query(AUDIT_SQL, [...values, JSON.stringify(args), JSON.stringify(after), entityId]);
}
