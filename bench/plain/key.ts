import { createHash } from "node:crypto";
import pg from "pg";

/** What a hand-written endpoint knows of its caller. */
export interface PlainCaller {
  id: string;
  organisation_id: string;
  company_id: string;
  user_id: string;
  name: string;
  timezone: string;
}

const KEY_SQL = `
  SELECT k.id, k.organisation_id, o.name AS organisation_name, o.plan, k.user_id, k.name, k.scopes, k.ancestor_ids,
         k.expires_at, k.first_used_at, k.allowed_networks, m.role, c.id AS company_id, c.name AS company_name,
         c.country, c.timezone, c.currency, c.language
  FROM api_keys k
  JOIN organisations o ON o.id = k.organisation_id AND o.deleted_at IS NULL
  JOIN memberships m ON m.organisation_id = k.organisation_id AND m.user_id = k.user_id AND m.removed_at IS NULL
  LEFT JOIN companies c ON c.organisation_id = k.organisation_id AND c.id = k.company_id AND c.archived_at IS NULL
  WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`;

const SESSION_SQL = `
  SELECT s.id, m.organisation_id, s.company_id, s.user_id, coalesce(m.display_name, u.name, u.email) AS name
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  JOIN memberships m ON m.organisation_id = s.organisation_id AND m.user_id = s.user_id AND m.removed_at IS NULL
  WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now()`;

/** The pool such an endpoint would use. */
export function openPlainPool(connectionString: string): pg.Pool {
  return new pg.Pool({ connectionString, max: 10 });
}

async function find(pool: pg.Pool, sql: string, secret: string): Promise<PlainCaller> {
  const hash = createHash("sha256").update(secret).digest("hex");
  const { rows } = await pool.query<PlainCaller>(sql, [hash]);
  if (!rows[0]) throw new Error("Nobody has this key");
  return rows[0];
}

/** Whose key an Authorization header holds. Throws when it is nobody's. */
export function callerOfKey(pool: pg.Pool, authorization: string | null): Promise<PlainCaller> {
  return find(pool, KEY_SQL, authorization?.slice("Bearer ".length) ?? "");
}

/** Whose session a cookie holds. Throws when it is nobody's. */
export function callerOfCookie(pool: pg.Pool, token: string | undefined): Promise<PlainCaller> {
  return find(pool, SESSION_SQL, token ?? "");
}
