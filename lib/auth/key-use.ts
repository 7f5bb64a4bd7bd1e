import "server-only";
import { systemDb } from "@/lib/db/client";
import { log } from "@/lib/kernel/log";
import { singleton } from "@/lib/singleton";
import { networkOf } from "./client-address";
import { announceNetwork } from "./key-mail";

export interface KeyUse {
  organisationId: string;
  keyId: string;
  ip: string | null;
  client: string | null;
}

const FLUSH_DELAY_MS = 500;

interface Waiting {
  uses: Map<string, KeyUse>;
  /** Keys and networks this process has already recorded, so that the common call writes nothing but its last use. */
  seen: Set<string>;
  timer: NodeJS.Timeout | undefined;
}

const waiting = () => singleton("key-use", (): Waiting => ({ uses: new Map(), seen: new Set(), timer: undefined }));

/** Remembers that a key was used now. Written every half second, one row a key; a failure never fails the call. */
export function noteKeyUse(use: KeyUse): void {
  const state = waiting();
  state.uses.set(use.keyId, use);
  state.timer ??= setTimeout(() => void flushKeyUse(), FLUSH_DELAY_MS);
}

/** Writes what is remembered; resolves when it is stored. */
export async function flushKeyUse(): Promise<void> {
  const state = waiting();
  clearTimeout(state.timer);
  state.timer = undefined;
  const uses = [...state.uses.values()];
  state.uses.clear();
  if (uses.length === 0) return;
  try {
    await systemDb().$executeRaw`
      UPDATE api_keys k SET last_used_at = now(), first_used_at = coalesce(k.first_used_at, now()),
                            last_used_ip = u.ip, last_used_client = u.client
      FROM jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) AS u("organisationId" text, "keyId" text, ip text, client text)
      WHERE k.organisation_id = u."organisationId" AND k.id = u."keyId"`;
    for (const use of uses) await noteNetwork(state, use);
  } catch (error) {
    log().warn({ err: error, keys: uses.length }, "last use of keys not written");
  }
}

async function noteNetwork(state: Waiting, use: KeyUse): Promise<void> {
  if (use.ip === null) return;
  const network = networkOf(use.ip);
  const mark = `${use.keyId} ${network}`;
  if (state.seen.has(mark)) return;
  const [row] = await systemDb().$queryRaw<{ isFirst: boolean }[]>`
    INSERT INTO api_key_networks (organisation_id, key_id, network) VALUES (${use.organisationId}, ${use.keyId}, ${network})
    ON CONFLICT DO NOTHING
    RETURNING NOT EXISTS (
      SELECT FROM api_key_networks n WHERE n.organisation_id = ${use.organisationId} AND n.key_id = ${use.keyId}
    ) AS "isFirst"`;
  if (state.seen.size > 10_000) state.seen.clear();
  state.seen.add(mark);
  // The network a key is born into is no news; every later one is.
  if (row && !row.isFirst) await systemDb().$transaction((db) => announceNetwork(db, { ...use, network }));
}

/**
 * Marks the first use of a key before its call runs: from then on a lost answer cannot be given again, because somebody
 * holds the key. A failure is logged and the call goes on.
 */
export async function markFirstUse(organisationId: string, keyId: string): Promise<void> {
  try {
    await systemDb().$executeRaw`
      UPDATE api_keys SET first_used_at = now()
      WHERE organisation_id = ${organisationId} AND id = ${keyId} AND first_used_at IS NULL`;
  } catch (error) {
    log().warn({ err: error, keyId }, "first use of a key not written");
  }
}
