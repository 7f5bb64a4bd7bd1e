// Two transactions of which one waits for the other, in an order that the test decides.
import { vi } from "vitest";
import { type DatabaseClient, systemDb } from "@/lib/db/client";

/** Holds a transaction open while `meanwhile` runs; it commits when that asks for it, at the latest at its end. */
export async function during<T>(
  begin: (db: DatabaseClient) => Promise<unknown>,
  meanwhile: (commit: () => Promise<void>) => Promise<T>,
): Promise<T> {
  let commit = () => {};
  const isAskedToCommit = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let begun = () => {};
  const isBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const over = systemDb().$transaction(
    async (db) => {
      await begin(db);
      begun();
      await isAskedToCommit;
    },
    { timeout: 60_000 },
  );
  await Promise.race([isBegun, over]);
  const finish = () => {
    commit();
    return over;
  };
  try {
    return await meanwhile(finish);
  } finally {
    await finish();
  }
}

/** Resolves once a transaction waits for another one's row, or for the advisory lock of a name (its hash by hashtextextended). */
export async function somebodyWaits(what: "aRow" | { lock: string }): Promise<void> {
  const isThere = () =>
    what === "aRow"
      ? systemDb().$queryRaw<
          unknown[]
        >`SELECT 1 AS waiting FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`
      : systemDb().$queryRaw<unknown[]>`
          SELECT 1 AS waiting FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
            AND (classid::bigint << 32 | objid::bigint) = hashtextextended(${what.lock}, 0)`;
  await vi.waitUntil(async () => (await isThere()).length > 0, { timeout: 20_000, interval: 20 });
}
