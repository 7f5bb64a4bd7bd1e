import "server-only";
import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import type { DatabaseClient } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { sign } from "./secret";

/** No vowels and no digits: nothing to mistake, no words. */
const ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
const CODE_LENGTH = 8;
const LIFE_MINUTES = 10;
const MAX_OPEN = 1_000;
const SLOWER_SECONDS = 5;
/** A poll may come this much early: clocks and networks are not exact. */
const SLACK_MS = 300;

export type PairingStatus = "pending" | "approved" | "refused" | "delivered" | "expired";

function newUserCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

/** `BCDF-GHJK`, as people read it. */
export function showUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What a person typed, without case, blanks and hyphens; null when it cannot be a code. */
export function readUserCode(typed: string): string | null {
  const code = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "");
  return new RegExp(`^[${ALPHABET}]{${CODE_LENGTH}}$`).test(code) ? code : null;
}

const hashUserCode = (code: string) => sign("pairing-code", code).toString("hex");

export interface NewPairing {
  deviceName: string;
  /** SHA-256 of the poll secret, base64url. */
  pollChallenge: string;
  /** Empty asks for everything that the approver holds. */
  scopes: readonly string[];
  ip: string | null;
  client: string | null;
}

/** Opens a pairing. Throws unavailable while too many are open. Forgets the addresses of those that ended. */
export async function openPairing(db: DatabaseClient, pairing: NewPairing) {
  await db.$executeRaw`DELETE FROM pairings WHERE expires_at < now() - interval '1 hour'`;
  await db.$executeRaw`UPDATE pairings SET ip = NULL, user_agent = NULL WHERE expires_at <= now() AND ip IS NOT NULL`;
  const [open] = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pairings WHERE status IN ('pending', 'approved') AND expires_at > now()`;
  if ((open?.n ?? 0) >= MAX_OPEN) throw new OperationError("unavailable", { details: { retryAfterSeconds: 60 } });
  for (;;) {
    const id = newId("pair");
    const userCode = newUserCode();
    // A code that another pairing has is simply drawn again.
    const [row] = await db.$queryRaw<{ expiresAt: Date; intervalSeconds: number }[]>`
      INSERT INTO pairings (id, user_code_hash, poll_token_hash, device_name, scopes, ip, user_agent, expires_at)
      VALUES (${id}, ${hashUserCode(userCode)}, ${pairing.pollChallenge}, ${pairing.deviceName}, ${[...pairing.scopes]},
              ${pairing.ip}, ${pairing.client}, now() + ${LIFE_MINUTES}::int * interval '1 minute')
      ON CONFLICT (user_code_hash) DO NOTHING
      RETURNING expires_at AS "expiresAt", interval_seconds AS "intervalSeconds"`;
    if (row) return { id, userCode: showUserCode(userCode), ...row };
  }
}

/** Whether `secret` is the one whose hash is kept, in constant time. */
function fits(secret: string, challenge: string): boolean {
  const given = createHash("sha256").update(secret).digest();
  const kept = Buffer.from(challenge, "base64url");
  return kept.length === given.length && timingSafeEqual(given, kept);
}

/** Lets the program through that began the pairing. Throws pairing_not_found, the same for every way of being wrong. */
export async function assertPollSecret(db: DatabaseClient, id: string, secret: string): Promise<void> {
  const row = await db.pairing.findUnique({ where: { id }, select: { pollTokenHash: true } });
  // The comparison is made for unknown ids too.
  if (!fits(secret, row?.pollTokenHash ?? "A".repeat(43)) || !row) throw new OperationError("pairing_not_found");
}

/** Counts a poll. Throws slow_down, and lengthens the interval, when it comes sooner than agreed. */
export async function pacePoll(db: DatabaseClient, id: string): Promise<void> {
  const inTime = await db.$executeRaw`
    UPDATE pairings SET last_polled_at = now()
    WHERE id = ${id} AND (last_polled_at IS NULL
      OR last_polled_at <= now() - interval_seconds * interval '1 second' + ${SLACK_MS}::int * interval '1 millisecond')`;
  if (inTime === 1) return;
  const [slowed] = await db.$queryRaw<{ intervalSeconds: number }[]>`
    UPDATE pairings SET interval_seconds = least(interval_seconds + ${SLOWER_SECONDS}::int, 60), last_polled_at = now()
    WHERE id = ${id} RETURNING interval_seconds AS "intervalSeconds"`;
  const retryAfterSeconds = slowed?.intervalSeconds ?? SLOWER_SECONDS;
  throw new OperationError("slow_down", { details: { retryAfterSeconds, intervalSeconds: retryAfterSeconds } });
}

export interface PairingState {
  status: PairingStatus;
  intervalSeconds: number;
}

/** Where a pairing stands; what nobody decided or fetched in time is expired. */
export async function pairingState(db: DatabaseClient, id: string): Promise<PairingState> {
  const [row] = await db.$queryRaw<PairingState[]>`
    SELECT CASE WHEN status IN ('pending', 'approved') AND expires_at <= now() THEN 'expired' ELSE status END AS status,
           interval_seconds AS "intervalSeconds"
    FROM pairings WHERE id = ${id}`;
  if (!row) throw new OperationError("pairing_not_found");
  return row;
}

export interface PendingPairing {
  id: string;
  deviceName: string;
  scopes: string[];
  ip: string | null;
  userAgent: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** The pairing that waits under this code; undefined for wrong, expired and decided ones alike. */
export async function pendingByCode(db: DatabaseClient, typed: string): Promise<PendingPairing | undefined> {
  const code = readUserCode(typed);
  const [row] = await db.$queryRaw<PendingPairing[]>`
    SELECT id, device_name AS "deviceName", scopes, ip, user_agent AS "userAgent", created_at AS "createdAt",
           expires_at AS "expiresAt"
    FROM pairings
    WHERE user_code_hash = ${hashUserCode(code ?? "")} AND status = 'pending' AND expires_at > now()`;
  return row;
}

export interface Decision {
  status: "approved" | "refused" | "expired";
  organisationId?: string;
  companyId?: string;
  userId?: string;
  scopes?: readonly string[];
  keyLifeSeconds?: number | null;
}

/** Decides a pairing that still waits; false when somebody was first or it ended. Its address is kept no longer if it is over. */
export async function decidePairing(db: DatabaseClient, id: string, decision: Decision): Promise<boolean> {
  const isOver = decision.status !== "approved";
  const decided = await db.$executeRaw`
    UPDATE pairings
    SET status = ${decision.status}, organisation_id = ${decision.organisationId ?? null},
        company_id = ${decision.companyId ?? null}, user_id = ${decision.userId ?? null},
        scopes = coalesce(${decision.scopes ? [...decision.scopes] : null}::text[], scopes),
        key_life_seconds = ${decision.keyLifeSeconds ?? null}::int,
        ip = CASE WHEN ${isOver} THEN NULL ELSE ip END, user_agent = CASE WHEN ${isOver} THEN NULL ELSE user_agent END
    WHERE id = ${id} AND status = 'pending' AND expires_at > now()`;
  return decided === 1;
}

export interface ApprovedPairing {
  deviceName: string;
  scopes: string[];
  organisationId: string;
  companyId: string;
  userId: string;
  keyLifeSeconds: number | null;
}

/** Takes an approved pairing to delivered, once: of several polls exactly one gets the row. */
export async function deliverPairing(db: DatabaseClient, id: string): Promise<ApprovedPairing | undefined> {
  const [row] = await db.$queryRaw<ApprovedPairing[]>`
    UPDATE pairings SET status = 'delivered', ip = NULL, user_agent = NULL
    WHERE id = ${id} AND status = 'approved' AND expires_at > now()
    RETURNING device_name AS "deviceName", scopes, organisation_id AS "organisationId", company_id AS "companyId",
              user_id AS "userId", key_life_seconds AS "keyLifeSeconds"`;
  return row;
}
