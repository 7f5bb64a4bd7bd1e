import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { type DatabaseClient, systemDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { OperationError } from "@/lib/kernel/errors";
import { type IdPrefix, newId } from "@/lib/kernel/ids";
import { mailboxKey } from "./mailbox";
import { sign } from "./secret";

/** What a mailed code is for. A code of one purpose is worth nothing for another. */
export type CodePurpose = "sign_up" | "sign_in" | "invite" | "confirm";

const ID_PREFIX = {
  sign_up: "signup_req",
  sign_in: "signin_req",
  invite: "invite_req",
  confirm: "confirm_req",
} as const satisfies Record<CodePurpose, IdPrefix>;

const MAX_WRONG_GUESSES = 5;
const CODE_DIGITS = 6;

export interface CodeRequest {
  id: string;
  purpose: CodePurpose;
  email: string;
  payload: Record<string, string | null>;
  locale: string;
  expiresAt: Date;
  usedAt: Date | null;
  idempotencyKeyHash: string | null;
  organisationId: string | null;
  apiKeyId: string | null;
}

/** The six digits of a request. Derived from its id and the instance secret; never stored, so never leaked from the database. */
export function codeOf(requestId: string): string {
  const number = sign("verification-code", requestId).readUIntBE(0, 6) % 10 ** CODE_DIGITS;
  return String(number).padStart(CODE_DIGITS, "0");
}

export interface NewCode {
  purpose: CodePurpose;
  email: string;
  payload: Record<string, string | null>;
  locale: string;
  ip: string | null;
  userAgent: string | null;
  idempotencyKey?: string;
}

/** Writes a code request that lives for FAVCRM_CODE_TTL_SECONDS on the database's clock. */
export async function createCode(db: DatabaseClient, code: NewCode): Promise<{ id: string; expiresAt: Date }> {
  const id = newId(ID_PREFIX[code.purpose]);
  const rows = await db.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO verification_requests
      (id, purpose, email, mailbox_key, payload, locale, ip, user_agent, idempotency_key_hash, expires_at)
    VALUES (${id}, ${code.purpose}, ${code.email}, ${mailboxKey(code.email)}, ${JSON.stringify(code.payload)}::jsonb,
            ${code.locale}, ${code.ip}, ${code.userAgent}, ${code.idempotencyKey ? hashText(code.idempotencyKey) : null},
            now() + ${env().codeTtlSeconds}::int * interval '1 second')
    RETURNING expires_at AS "expiresAt"`;
  const [row] = rows;
  if (!row) throw new Error("The code request was not written");
  return { id, expiresAt: row.expiresAt };
}

interface GuessRow extends CodeRequest {
  wrongGuesses: number;
  isExpired: boolean;
}

/**
 * Evaluates one guess and returns the request it opens, used or not. Throws code_locked, code_expired or code_incorrect, in
 * that order. One UPDATE decides: it both counts a wrong guess and grants the right to see the answer, so parallel guesses
 * can never have more than five evaluated. It runs outside any transaction: a refusal must not roll the count back.
 * An unknown id takes the same two statements and gets the answer of a wrong code.
 */
export async function evaluateGuess(purpose: CodePurpose, requestId: string, guess: string): Promise<CodeRequest> {
  const isRight = sameText(codeOf(requestId), guess);
  const [row] = await systemDb().$queryRaw<GuessRow[]>`
    SELECT id, purpose, email, payload, locale, expires_at AS "expiresAt", used_at AS "usedAt",
           idempotency_key_hash AS "idempotencyKeyHash", organisation_id AS "organisationId", api_key_id AS "apiKeyId",
           wrong_guesses AS "wrongGuesses", expires_at <= now() AS "isExpired"
    FROM verification_requests WHERE id = ${requestId} AND purpose = ${purpose}`;
  const [counted] = await systemDb().$queryRaw<{ wrongGuesses: number }[]>`
    UPDATE verification_requests SET wrong_guesses = wrong_guesses + ${isRight ? 0 : 1}
    WHERE id = ${requestId} AND purpose = ${purpose} AND wrong_guesses < ${MAX_WRONG_GUESSES} AND expires_at > now()
    RETURNING wrong_guesses AS "wrongGuesses"`;

  if (!row) throw new OperationError("code_incorrect", { details: { attemptsLeft: MAX_WRONG_GUESSES - 1 } });
  if (!counted) {
    // The read before the update may be stale: whatever is not expired was locked in between.
    throw new OperationError(row.isExpired && row.wrongGuesses < MAX_WRONG_GUESSES ? "code_expired" : "code_locked");
  }
  if (!isRight) {
    throw new OperationError("code_incorrect", { details: { attemptsLeft: MAX_WRONG_GUESSES - counted.wrongGuesses } });
  }
  return row;
}

/** Evaluates a guess at the newest code of an invitation: its holder knows the token, not the request. */
export async function evaluateInviteGuess(inviteId: string, guess: string): Promise<CodeRequest> {
  const [newest] = await systemDb().$queryRaw<{ id: string }[]>`
    SELECT id FROM verification_requests
    WHERE purpose = 'invite' AND payload->>'inviteId' = ${inviteId} ORDER BY id DESC LIMIT 1`;
  return evaluateGuess("invite", newest?.id ?? "", guess);
}

/** A request that can still be answered: neither used, expired nor locked. Undefined otherwise. */
export async function openCode(
  db: DatabaseClient,
  purpose: CodePurpose,
  requestId: string,
): Promise<CodeRequest | undefined> {
  const [row] = await db.$queryRaw<CodeRequest[]>`
    SELECT id, purpose, email, payload, locale, expires_at AS "expiresAt", used_at AS "usedAt",
           idempotency_key_hash AS "idempotencyKeyHash", organisation_id AS "organisationId", api_key_id AS "apiKeyId"
    FROM verification_requests
    WHERE id = ${requestId} AND purpose = ${purpose} AND used_at IS NULL AND expires_at > now()
      AND wrong_guesses < ${MAX_WRONG_GUESSES}`;
  return row;
}

/** Marks a code as used, once. False when somebody else was first. Call it in the transaction that does the work. */
export async function spendCode(db: DatabaseClient, requestId: string): Promise<boolean> {
  const used = await db.$executeRaw`
    UPDATE verification_requests SET used_at = now() WHERE id = ${requestId} AND used_at IS NULL`;
  return used === 1;
}

export interface CodeUse {
  organisationId: string;
  apiKeyId: string;
  /** The key this verification was made with; replaces the request's own when given. */
  idempotencyKey: string | undefined;
}

/** Keeps what a code made, so that a lost answer can be given again. */
export async function recordUse(db: DatabaseClient, requestId: string, use: CodeUse): Promise<void> {
  const keyHash = use.idempotencyKey === undefined ? null : hashText(use.idempotencyKey);
  await db.$executeRaw`
    UPDATE verification_requests
    SET organisation_id = ${use.organisationId}, api_key_id = ${use.apiKeyId},
        idempotency_key_hash = coalesce(${keyHash}, idempotency_key_hash)
    WHERE id = ${requestId}`;
}

/** Whether `key` is the idempotency key that the request was made with. */
export function matchesIdempotencyKey(request: CodeRequest, key: string | undefined): boolean {
  return (
    key !== undefined && request.idempotencyKeyHash !== null && sameText(hashText(key), request.idempotencyKeyHash)
  );
}

/** SHA-256 in hex, the stored form of tokens that are compared, never read back. */
export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
