import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { type DatabaseClient, systemDb, systemRead } from "@/lib/db/client";
import { env, isLoopbackHost } from "@/lib/env";
import type { Caller, Origin } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { log } from "@/lib/kernel/log";
import { anonymous } from "./authenticate";
import { isRole, ROLE_SCOPES } from "./scopes";
import { type WorkspaceRow, workspaceOfRow } from "./workspace";

const TOKEN_BYTES = 32;
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/;
/** A browser that stays away this long has to sign in again; so has one that signed in longer ago than the second. */
const IDLE_DAYS = 7;
const ABSOLUTE_DAYS = 30;
export const SESSION_MAX_AGE_SECONDS = ABSOLUTE_DAYS * 86_400;
/** How long a fresh code or passkey opens the danger zone. */
const CONFIRMED_MINUTES = 10;

const hashToken = (token: string) => createHash("sha256").update(token).digest("hex");

/** Cookies of a session travel encrypted or stay on this machine; elsewhere signing in would only seem to work. */
export function assertSignInPossible(): void {
  const { protocol, hostname } = new URL(env().appUrl);
  if (protocol === "https:" || isLoopbackHost(hostname)) return;
  throw new OperationError("precondition_failed", {
    reason: "needsHttps",
    message: "Signing in needs https: over plain http, cookies and passkeys would be readable on the way.",
    hint: "Put the server behind https and set APP_URL to that address, or open it on the machine it runs on.",
  });
}

export interface NewSession {
  userId: string;
  organisationId: string | null;
  companyId: string | null;
  ip: string | null;
  client: string | null;
}

/** Writes a session and returns its token in the clear, for the one answer that sets the cookie. */
export async function createSession(db: DatabaseClient, session: NewSession): Promise<{ id: string; token: string }> {
  const id = newId("ses");
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  await db.$executeRaw`
    INSERT INTO sessions (id, token_hash, user_id, organisation_id, company_id, ip, user_agent, idle_expires_at, expires_at)
    VALUES (${id}, ${hashToken(token)}, ${session.userId}, ${session.organisationId}, ${session.companyId}, ${session.ip},
            ${session.client}, now() + ${IDLE_DAYS}::int * interval '1 day', now() + ${ABSOLUTE_DAYS}::int * interval '1 day')`;
  return { id, token };
}

/** Ends sessions of a person: all of them, one, or all but one. Returns the ids that ended; their live feeds end with them. */
export async function endSessions(
  db: DatabaseClient,
  userId: string,
  which: { only?: string; except?: string } = {},
): Promise<string[]> {
  const ended = await db.$queryRaw<{ id: string }[]>`
    WITH ended AS (
      UPDATE sessions SET revoked_at = now()
      WHERE user_id = ${userId} AND revoked_at IS NULL
        AND (${which.only ?? null}::text IS NULL OR id = ${which.only ?? null})
        AND (${which.except ?? null}::text IS NULL OR id <> ${which.except ?? null})
      RETURNING id, organisation_id)
    SELECT id, pg_notify('favcrm_activity', coalesce(organisation_id, ''))::text FROM ended`;
  return ended.map(({ id }) => id);
}

interface SessionRow extends Omit<WorkspaceRow, "organisation_id" | "company_id"> {
  id: string;
  user_id: string;
  label: string;
  confirmed_at: Date | null;
  is_stale: boolean;
  role: string | null;
  organisation_id: string | null;
  company_id: string | null;
}

/**
 * Who a browser's cookie belongs to; nobody for a missing, forged, expired or ended one. One read, nothing cached: a removed
 * membership or a changed role holds from its commit on. Without a workspace (none yet, removed, deleted) the person is
 * known and holds no scope. Expiry and confirmation count on the database's clock.
 */
export async function authenticateSession(origin: Origin, token: string | undefined): Promise<Caller> {
  if (!token || !TOKEN_FORM.test(token)) return anonymous(origin);
  const row = await findSession(hashToken(token));
  if (!row) return anonymous(origin);
  if (row.is_stale) await keepAlive(row.id, origin);
  return toCaller(origin, row);
}

async function findSession(hash: string): Promise<SessionRow | undefined> {
  const [row] = await systemRead<SessionRow>(
    `
    SELECT s.id, s.user_id, coalesce(m.display_name, u.name, u.email) AS label,
           CASE WHEN s.confirmed_at > now() - interval '${CONFIRMED_MINUTES} minutes' THEN s.confirmed_at END AS confirmed_at,
           s.last_seen_at < now() - interval '1 minute' AS is_stale, m.role,
           o.id AS organisation_id, o.name AS organisation_name, o.plan,
           c.id AS company_id, c.name AS company_name, c.country, c.timezone, c.currency, c.language
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN memberships m
      ON m.organisation_id = s.organisation_id AND m.user_id = s.user_id AND m.removed_at IS NULL
    LEFT JOIN organisations o ON o.id = m.organisation_id AND o.deleted_at IS NULL
    LEFT JOIN LATERAL (
      SELECT * FROM companies live WHERE live.organisation_id = o.id AND live.archived_at IS NULL
      ORDER BY coalesce(live.id = s.company_id, false) DESC, live.id = m.default_company_id DESC, live.id LIMIT 1
    ) c ON true
    WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now()`,
    [hash],
  );
  return row;
}

/** Pushes the idle end ahead, at most once a minute. A failure never fails the page. */
async function keepAlive(id: string, origin: Origin): Promise<void> {
  try {
    await systemDb().$executeRaw`
      UPDATE sessions SET last_seen_at = now(), ip = ${origin.ip}, user_agent = ${origin.client},
                          idle_expires_at = least(now() + ${IDLE_DAYS}::int * interval '1 day', expires_at)
      WHERE id = ${id} AND revoked_at IS NULL`;
  } catch (error) {
    log().warn({ err: error }, "last use of a session not written");
  }
}

function toCaller(origin: Origin, row: SessionRow): Caller {
  const { organisation_id: organisationId, company_id: companyId } = row;
  const role = organisationId !== null && companyId !== null && row.role !== null && isRole(row.role) ? row.role : null;
  return {
    ...origin,
    actor: { type: "user", id: row.user_id, label: row.label },
    userId: row.user_id,
    workspace:
      role && organisationId && companyId
        ? workspaceOfRow({ ...row, organisation_id: organisationId, company_id: companyId })
        : null,
    role,
    scopes: role ? ROLE_SCOPES[role] : new Set(),
    key: null,
    session: { id: row.id, confirmedAt: row.confirmed_at },
  };
}

/**
 * Lets a person through who proved with a code or a passkey, within ten minutes, that it is still them. A key never gets
 * through. Throws forbidden or confirmation_required.
 */
export function assertConfirmed(caller: Caller): void {
  if (!caller.session) {
    throw new OperationError("forbidden", {
      reason: "portalOnly",
      message: "Only a person who is signed in to the portal may do this.",
      hint: "Ask the owner to do it in Settings → Danger zone.",
    });
  }
  if (caller.session.confirmedAt === null) throw new OperationError("confirmation_required");
}

/** Remembers that the person behind a session just proved to be there. False when the session has ended. */
export async function confirmSession(db: DatabaseClient, sessionId: string): Promise<boolean> {
  const confirmed = await db.$executeRaw`
    UPDATE sessions SET confirmed_at = now() WHERE id = ${sessionId} AND revoked_at IS NULL AND expires_at > now()`;
  return confirmed === 1;
}

/** The workspace a person last worked in, else the first one they joined; null while they belong to none. */
export async function homeOf(
  db: DatabaseClient,
  userId: string,
): Promise<{ organisationId: string; companyId: string } | null> {
  const [home] = await db.$queryRaw<{ organisationId: string; companyId: string }[]>`
    SELECT m.organisation_id AS "organisationId", coalesce(last.company_id, m.default_company_id) AS "companyId"
    FROM memberships m
    JOIN organisations o ON o.id = m.organisation_id AND o.deleted_at IS NULL
    LEFT JOIN LATERAL (
      SELECT s.company_id, s.last_seen_at FROM sessions s
      WHERE s.user_id = m.user_id AND s.organisation_id = m.organisation_id ORDER BY s.last_seen_at DESC LIMIT 1
    ) last ON true
    WHERE m.user_id = ${userId} AND m.removed_at IS NULL
    ORDER BY last.last_seen_at DESC NULLS LAST, m.created_at LIMIT 1`;
  return home ?? null;
}
