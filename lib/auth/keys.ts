import "server-only";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { DatabaseClient } from "@/lib/db/client";
import { base62, newId, randomPart } from "@/lib/kernel/ids";
import type { Scope } from "./scopes";

const PREFIX = "fav_mcp_";
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const FORM = /^fav_mcp_[0-9A-Za-z]{36}$/;

/** A new key: `fav_mcp_`, 30 random base62 characters, and the CRC-32 of these 38 characters in 6 base62 digits. */
export function generateKey(): string {
  const body = `${PREFIX}${randomPart(RANDOM_LENGTH)}`;
  return body + checksumOf(body);
}

/** Whether a text can be a key at all. Decided by its checksum alone, so that junk costs no database read. */
export function isWellFormedKey(text: string): boolean {
  return FORM.test(text) && text.slice(-CHECKSUM_LENGTH) === checksumOf(text.slice(0, -CHECKSUM_LENGTH));
}

function checksumOf(body: string): string {
  return base62(crc32(body), CHECKSUM_LENGTH);
}

/** The stored form of a key: SHA-256 in hex. The key has 178 random bits, so a slow hash would add nothing. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function storedParts(key: string) {
  return { hash: hashKey(key), prefix: key.slice(0, PREFIX.length + 4), last4: key.slice(-4) };
}

export interface NewKey {
  organisationId: string;
  companyId: string;
  userId: string;
  name: string;
  scopes: readonly Scope[];
  /** The key that asks for this one; null when a person or a sign-up does. */
  parent: { id: string; ancestorIds: readonly string[] } | null;
  /** Life in seconds on the database's clock; null lives until revoked. */
  lifeSeconds: number | null;
  createdByActor: string;
  allowedNetworks?: readonly string[];
}

/** Stores a new key and returns it in the clear, for the one answer that shows it. */
export async function issueKey(db: DatabaseClient, key: NewKey): Promise<{ id: string; apiKey: string }> {
  const id = newId("key");
  const apiKey = generateKey();
  const { hash, prefix, last4 } = storedParts(apiKey);
  const ancestors = key.parent ? [...key.parent.ancestorIds, key.parent.id] : [];
  await db.$executeRaw`
    INSERT INTO api_keys (organisation_id, id, company_id, user_id, name, hash, prefix, last4, scopes, parent_id, ancestor_ids,
                          allowed_networks, created_by_actor, expires_at)
    VALUES (${key.organisationId}, ${id}, ${key.companyId}, ${key.userId}, ${key.name}, ${hash}, ${prefix}, ${last4},
            ${[...key.scopes]}, ${key.parent?.id ?? null}, ${ancestors}, ${[...(key.allowedNetworks ?? [])]},
            ${key.createdByActor}, now() + ${key.lifeSeconds}::int * interval '1 second')`;
  return { id, apiKey };
}

/**
 * Replaces the secret of a key that was never used, for a caller whose answer got lost. Returns undefined when the key was
 * used or revoked meanwhile: then nobody may see a secret again.
 */
export async function reissueKey(db: DatabaseClient, organisationId: string, id: string): Promise<string | undefined> {
  const apiKey = generateKey();
  const { hash, prefix, last4 } = storedParts(apiKey);
  const replaced = await db.$executeRaw`
    UPDATE api_keys SET hash = ${hash}, prefix = ${prefix}, last4 = ${last4}, updated_at = now()
    WHERE organisation_id = ${organisationId} AND id = ${id} AND first_used_at IS NULL AND revoked_at IS NULL`;
  return replaced === 1 ? apiKey : undefined;
}

export interface Revocation {
  organisationId: string;
  keyId: string;
  reason: string;
  byActor: string;
  /** Also revoke what the key planted: keys below it, open invites, members it brought in. */
  withDescendants: boolean;
}

/**
 * Waits until every change that keys of the organisation had begun to commit is there, and keeps others from committing until
 * the running transaction ends. To be called before a key that is to be ended is read: then what is read stays true, and the
 * answer that confirms the end is the last word.
 */
export async function holdKeys(db: DatabaseClient, organisationId: string): Promise<void> {
  await db.$queryRaw`SELECT favcrm_hold_keys(${organisationId})`;
}

/**
 * Revokes a key and, unless told not to, what it planted, also in the last moment. Returns what was taken along. Effective with
 * the commit.
 */
export async function revokeKey(db: DatabaseClient, revocation: Revocation) {
  const { organisationId, keyId, reason, byActor, withDescendants } = revocation;
  await holdKeys(db, organisationId);
  const keys = await db.$queryRaw<{ id: string }[]>`
    UPDATE api_keys SET revoked_at = now(), revoked_reason = ${reason}, revoked_by_actor = ${byActor}, version = version + 1
    WHERE organisation_id = ${organisationId} AND revoked_at IS NULL
      AND (id = ${keyId} OR (${withDescendants} AND ${keyId} = ANY(ancestor_ids)))
    RETURNING id`;
  if (!withDescendants) return { keyIds: keys.map(({ id }) => id), inviteIds: [], memberIds: [] };
  return { keyIds: keys.map(({ id }) => id), ...(await revokePlanted(db, organisationId, keyId, byActor)) };
}

/** Ends the invites and memberships that a key or one of its descendants made, with the keys of those members. */
async function revokePlanted(db: DatabaseClient, organisationId: string, keyId: string, byActor: string) {
  const invites = await db.$queryRaw<{ id: string }[]>`
    UPDATE team_invites SET revoked_at = now(), version = version + 1
    WHERE organisation_id = ${organisationId} AND revoked_at IS NULL AND accepted_at IS NULL AND created_by_key_id IN (
      SELECT id FROM api_keys WHERE organisation_id = ${organisationId} AND (id = ${keyId} OR ${keyId} = ANY(ancestor_ids)))
    RETURNING id`;
  const members = await db.$queryRaw<{ id: string; userId: string }[]>`
    UPDATE memberships SET removed_at = now(), version = version + 1
    WHERE organisation_id = ${organisationId} AND removed_at IS NULL AND role <> 'owner' AND invited_by_key_id IN (
      SELECT id FROM api_keys WHERE organisation_id = ${organisationId} AND (id = ${keyId} OR ${keyId} = ANY(ancestor_ids)))
    RETURNING id, user_id AS "userId"`;
  await db.$executeRaw`
    UPDATE api_keys SET revoked_at = now(), revoked_reason = 'member removed', revoked_by_actor = ${byActor}
    WHERE organisation_id = ${organisationId} AND revoked_at IS NULL AND user_id = ANY(${members.map(({ userId }) => userId)})`;
  return { inviteIds: invites.map(({ id }) => id), memberIds: members.map(({ id }) => id) };
}
