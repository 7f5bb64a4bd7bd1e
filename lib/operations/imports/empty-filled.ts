import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { AccountRow } from "../accounts/account";
import { lockAccounts, writeAccounts } from "./write-accounts";

interface Filled {
  accountId: string;
  filled: string[];
  versionAfter: number | null;
}

interface Emptied {
  /** Customers from whom everything was taken back, if there was anything; those changed since are not among them. */
  settled: ReadonlySet<string>;
  /** Those of them who got a new version by it. */
  changed: ReadonlySet<string>;
}

/** Empties what an import filled of customers who are as it left them. */
export async function emptyFilled(db: DatabaseClient, importId: string, effects: readonly Filled[]): Promise<Emptied> {
  if (effects.length === 0) return { settled: new Set(), changed: new Set() };
  const accounts = await lockAccounts(db, [...new Set(effects.map(({ accountId }) => accountId))]);
  const namesOf = new Map<string, string[]>();
  for (const { accountId, filled, versionAfter } of effects) {
    if (filled.length > 0 && accounts.get(accountId)?.version !== versionAfter) continue;
    namesOf.set(accountId, [...(namesOf.get(accountId) ?? []), ...filled]);
  }
  await removeNamed(db, namesOf);
  const touched = [...namesOf].flatMap(([id, names]) => {
    const before = accounts.get(id);
    return before && names.length > 0 ? [{ before, after: without(before, names) }] : [];
  });
  await writeAccounts(db, touched);
  const ids = touched.map(({ before }) => before.id);
  await releaseUnused(db, ids);
  await db.$executeRaw`
    UPDATE import_effects SET version_after = version_after + 1
    WHERE import_id = ${importId} AND account_id = ANY (${ids}::text[]) AND version_after IS NOT NULL`;
  return { settled: new Set(namesOf.keys()), changed: new Set(ids) };
}

function without(row: AccountRow, names: readonly string[]): AccountRow {
  const cleared = Object.fromEntries(names.filter((name) => !name.includes(":")).map((name) => [name, null]));
  return { ...row, ...cleared, ...("phone" in cleared ? { phoneOriginal: null } : {}) };
}

/** Custom values and tags that the import brought; a value that was set since is somebody's, and stays. */
async function removeNamed(db: DatabaseClient, namesOf: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const named = (prefix: string) =>
    JSON.stringify(
      [...namesOf].flatMap(([accountId, names]) =>
        names.flatMap((name) => (name.startsWith(prefix) ? [{ accountId, id: name.slice(prefix.length) }] : [])),
      ),
    );
  await db.$executeRaw`
    DELETE FROM custom_field_values v USING accounts a, jsonb_to_recordset(${named("custom:")}::jsonb) AS r ("accountId" text, id text)
    WHERE a.id = r."accountId" AND v.account_id = a.id AND v.definition_id = r.id AND v.updated_at <= a.updated_at`;
  await db.$executeRaw`
    DELETE FROM account_tags t USING jsonb_to_recordset(${named("tag:")}::jsonb) AS r ("accountId" text, id text)
    WHERE t.account_id = r."accountId" AND t.tag_id = r.id`;
}

/** Releases mails and phones that neither these customers nor their contacts carry any more. */
export async function releaseUnused(db: DatabaseClient, accountIds: readonly string[]): Promise<void> {
  await db.$executeRaw`
    DELETE FROM account_identifiers i WHERE account_id = ANY (${[...accountIds]}::text[]) AND kind IN ('email', 'phone')
      AND NOT EXISTS (SELECT FROM accounts a WHERE a.id = i.account_id AND i.value IN (a.email, a.phone))
      AND NOT EXISTS (SELECT FROM contacts c WHERE c.account_id = i.account_id AND c.deleted_at IS NULL
        AND i.value IN (c.email, c.phone))`;
}
