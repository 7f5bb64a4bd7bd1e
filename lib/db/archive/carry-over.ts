import "server-only";
import type pg from "pg";

/** What happened after an archive was written and must stay true once the archive is back. */
export type CarryOver = { revokedKeys: Record<string, unknown>[]; erasures: Record<string, unknown>[] };

const ERASURES = "personal_data_erasures";

async function rowsOf(client: pg.Client, table: string, condition: string): Promise<Record<string, unknown>[]> {
  const { rows: found } = await client.query("SELECT to_regclass($1) IS NOT NULL AS there", [table]);
  if (!found[0]?.there) return [];
  await client.query("BEGIN READ ONLY; SET LOCAL ROLE favcrm_system");
  const { rows } = await client.query<{ row: Record<string, unknown> }>(
    `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${condition}`,
  );
  await client.query("COMMIT");
  return rows.map(({ row }) => row);
}

/** Reads, from the database that is about to be replaced, which keys were revoked and which people were erased. */
export async function readCarryOver(client: pg.Client): Promise<CarryOver> {
  return {
    revokedKeys: await rowsOf(client, "api_keys", "revoked_at IS NOT NULL"),
    erasures: await rowsOf(client, ERASURES, "true"),
  };
}

/** Whoever was told that a key is dead must stay right: answers with how many keys of the archive were revoked since. */
export async function revokeAgain(client: pg.Client, { revokedKeys }: CarryOver): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE api_keys k SET revoked_at = was.revoked_at, revoked_reason = was.revoked_reason,
       revoked_by_actor = was.revoked_by_actor, version = k.version + 1
     FROM jsonb_to_recordset($1) AS was (hash text, revoked_at timestamptz, revoked_reason text, revoked_by_actor text)
     WHERE k.hash = was.hash AND k.revoked_at IS NULL`,
    [JSON.stringify(revokedKeys)],
  );
  return rowCount ?? 0;
}

/** Puts back the receipts of later erasures, for which the people must be erased again; answers with how many came back. */
export async function rememberErasures(client: pg.Client, { erasures }: CarryOver): Promise<number> {
  if (erasures.length === 0) return 0;
  const { rowCount } = await client.query(
    `INSERT INTO ${ERASURES} SELECT (jsonb_populate_record(NULL::${ERASURES}, row)).* FROM jsonb_array_elements($1) AS row
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(erasures)],
  );
  return rowCount ?? 0;
}

/** Ends every key of the archive: for when nobody can tell which were revoked after it was written. */
export async function revokeAll(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE api_keys SET revoked_at = now(), revoked_reason = 'restored from a backup', revoked_by_actor = 'restore',
       version = version + 1 WHERE revoked_at IS NULL`,
  );
  return rowCount ?? 0;
}

/**
 * Ends what was under way when the snapshot was taken: people sign in again, codes and pairings are asked for anew, and a
 * mail that waited then may have left since, so that it is dropped rather than sent twice.
 */
export async function endUnfinished(client: pg.Client): Promise<void> {
  await client.query(`
    DELETE FROM sessions;
    DELETE FROM passkey_challenges;
    DELETE FROM pairings;
    DELETE FROM rate_limits;
    UPDATE verification_requests SET expires_at = now() WHERE expires_at > now();
    UPDATE outbox_mails SET status = 'dropped', leased_until = NULL, last_error = 'restored from a backup: it may have left before'
    WHERE status = 'queued'`);
}
