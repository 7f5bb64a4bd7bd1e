import { createHash } from "node:crypto";
import pg from "pg";
import type { ServiceRow } from "@/lib/operations/services/service";
import { SERVICE_COLUMNS, toItem } from "./item";

/** What a hand-written endpoint would do for list_services with a key: look the key up, list, answer. No layers at all. */

const KEY_SQL = `
  SELECT k.id, k.organisation_id, o.name AS organisation_name, o.plan, k.user_id, k.name, k.scopes, k.ancestor_ids,
         k.expires_at, k.first_used_at, k.allowed_networks, m.role, c.id AS company_id, c.name AS company_name,
         c.country, c.timezone, c.currency, c.language
  FROM api_keys k
  JOIN organisations o ON o.id = k.organisation_id AND o.deleted_at IS NULL
  JOIN memberships m ON m.organisation_id = k.organisation_id AND m.user_id = k.user_id AND m.removed_at IS NULL
  LEFT JOIN companies c ON c.organisation_id = k.organisation_id AND c.id = k.company_id AND c.archived_at IS NULL
  WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`;

const LIST_SQL = `
  SELECT ${SERVICE_COLUMNS} FROM services
  WHERE organisation_id = $1 AND company_id = $2 AND deleted_at IS NULL
  ORDER BY id DESC LIMIT $3`;

const LIMIT = 20;

/** The pool such an endpoint would use. */
export function openPlainPool(connectionString: string): pg.Pool {
  return new pg.Pool({ connectionString, max: 10 });
}

/** `pg` reads a bigint as text. */
type PlainRow = Omit<ServiceRow, "priceMinor"> & { priceMinor: string };

/** The body of the answer, in the same shape and size as the product's. Throws when the key is unknown. */
export async function listServicesPlainly(pool: pg.Pool, authorization: string | null, id: unknown): Promise<string> {
  const key = authorization?.slice("Bearer ".length) ?? "";
  const hash = createHash("sha256").update(key).digest("hex");
  const found = await pool.query<{ organisation_id: string; company_id: string }>(KEY_SQL, [hash]);
  const [caller] = found.rows;
  if (!caller) throw new Error("unknown key");
  const listed = await pool.query<PlainRow>(LIST_SQL, [caller.organisation_id, caller.company_id, LIMIT + 1]);
  const shown = listed.rows.slice(0, LIMIT);
  const nextCursor = listed.rows.length > LIMIT ? shown.at(-1)?.id : undefined;
  const structuredContent = {
    data: { items: shown.map((row) => toItem({ ...row, priceMinor: BigInt(row.priceMinor) })), nextCursor },
    summary: `${shown.length} services`,
    renderType: "table",
  };
  const content = [{ type: "text", text: JSON.stringify(structuredContent) }];
  return JSON.stringify({ jsonrpc: "2.0", id, result: { content, structuredContent } });
}
