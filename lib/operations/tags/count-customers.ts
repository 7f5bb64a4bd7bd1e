import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { estimateFromSample } from "../segments/segment-rules";

interface Counted {
  id: string;
  count: number;
}

/** How many live customers carry each tag: exact up to 100,000, above it an estimate from the sample of the accounts. */
export async function countCustomersOf(db: DatabaseClient, tags: readonly { id: string }[]) {
  const ids = tags.map(({ id }) => id);
  const sampled = await db.$queryRaw<Counted[]>`
    SELECT x.tag_id AS id, count(*)::int AS count FROM accounts a JOIN account_tags x ON x.account_id = a.id
    WHERE a.deleted_at IS NULL AND a.in_sample AND x.tag_id = ANY (${ids}::text[]) GROUP BY x.tag_id`;
  const estimates = new Map(sampled.map(({ id, count }) => [id, estimateFromSample(count)]));
  const few = ids.filter((id) => !estimates.get(id));
  const counted = await db.$queryRaw<Counted[]>`
    SELECT x.tag_id AS id, count(*)::int AS count FROM account_tags x JOIN accounts a ON a.id = x.account_id
    WHERE a.deleted_at IS NULL AND x.tag_id = ANY (${few}::text[]) GROUP BY x.tag_id`;
  const exact = new Map(counted.map(({ id, count }) => [id, count]));
  return new Map(
    ids.map((id) => {
      const estimate = estimates.get(id);
      return [id, estimate ? { count: estimate, isExact: false } : { count: exact.get(id) ?? 0, isExact: true }];
    }),
  );
}
