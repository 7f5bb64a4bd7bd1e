import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { announceLeak } from "./key-mail";
import { revokeKey } from "./keys";

export const LEAK_SOURCES = ["form", "github_partner", "github_webhook"] as const;
export type LeakSource = (typeof LEAK_SOURCES)[number];

const MAX_REPORTS_PER_KEY = 100;
const MAX_URL_LENGTH = 500;

export interface KnownKey {
  hash: string;
  organisationId: string;
  keyId: string;
}

/** The keys of this instance among these hashes, dead ones included: a report about them is no false alarm. */
export function knownKeys(db: DatabaseClient, hashes: readonly string[]): Promise<KnownKey[]> {
  return db.$queryRaw<KnownKey[]>`
    SELECT hash, organisation_id AS "organisationId", id AS "keyId" FROM api_keys WHERE hash = ANY(${[...hashes]}::text[])`;
}

export interface Leak {
  organisationId: string;
  keyId: string;
  source: LeakSource;
  /** Where it was found, as the reporter said. */
  url: string | null;
}

/** A place on the web, or nothing: the portal makes a link of it. */
export function placeOf(url: unknown): string | null {
  if (typeof url !== "string" || url.length > MAX_URL_LENGTH || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/**
 * Revokes a leaked key with what it planted, keeps where it was found, and mails the owners when that killed it. A repeated
 * report changes nothing. Returns whether the key still worked.
 */
export async function killLeakedKey(db: DatabaseClient, leak: Leak): Promise<boolean> {
  const { organisationId, keyId, source, url } = leak;
  // Locked, so that of two reports at the same moment one mails.
  const [key] = await db.$queryRaw<{ isLive: boolean }[]>`
    SELECT revoked_at IS NULL AS "isLive" FROM api_keys
    WHERE organisation_id = ${organisationId} AND id = ${keyId} FOR UPDATE`;
  if (!key) return false;
  await db.$executeRaw`
    INSERT INTO leak_reports (organisation_id, id, key_id, source, url)
    SELECT ${organisationId}, ${newId("leak")}, ${keyId}, ${source}, ${url}
    WHERE NOT EXISTS (
      SELECT FROM leak_reports WHERE organisation_id = ${organisationId} AND key_id = ${keyId}
        AND source = ${source} AND url IS NOT DISTINCT FROM ${url})
      AND (SELECT count(*) FROM leak_reports WHERE organisation_id = ${organisationId} AND key_id = ${keyId})
        < ${MAX_REPORTS_PER_KEY}::int`;
  if (!key.isLive) return false;
  await revokeKey(db, {
    organisationId,
    keyId,
    reason: "leaked",
    byActor: `leak report (${source})`,
    withDescendants: true,
  });
  await announceLeak(db, { organisationId, keyId, ip: null, client: null, foundAt: url });
  return true;
}
