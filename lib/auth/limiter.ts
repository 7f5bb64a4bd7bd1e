import "server-only";
import { createHash } from "node:crypto";
import { Prisma, systemDb } from "@/lib/db/client";

/** What a key used since its window began, and for how long that window still runs. */
export interface Usage {
  used: number;
  msLeft: number;
}

/** The database's clock in milliseconds: instances may disagree about the time, and a window must not end for one of them. */
const NOW = Prisma.sql`(extract(epoch FROM now()) * 1000)::bigint`;

/** The column holds 255 characters, the counter's name among them; an address may be as long by itself. */
const MAX_KEY_LENGTH = 200;

function rowOf(counter: string, key: string): string {
  return `${counter}:${key.length > MAX_KEY_LENGTH ? createHash("sha256").update(key).digest("hex") : key}`;
}

/** Counts one use; the first opens a window of so many seconds. One statement, so that parallel uses are all counted. */
export async function countUse(counter: string, key: string, seconds: number): Promise<Usage> {
  const [usage] = await systemDb().$queryRaw<Usage[]>`
    INSERT INTO rate_limits AS known (key, points, expire)
    VALUES (${rowOf(counter, key)}, 1, ${NOW} + ${seconds * 1_000}::int)
    ON CONFLICT (key) DO UPDATE SET
      points = CASE WHEN known.expire <= ${NOW} THEN 1 ELSE known.points + 1 END,
      expire = CASE WHEN known.expire <= ${NOW} THEN excluded.expire ELSE known.expire END
    RETURNING points AS used, (expire - ${NOW})::float8 AS "msLeft"`;
  if (!usage) throw new Error("The use was not counted");
  return usage;
}

/** How often a key was used in its running window. */
export async function usesOf(counter: string, key: string): Promise<number> {
  const [usage] = await systemDb().$queryRaw<{ used: number }[]>`
    SELECT points AS used FROM rate_limits WHERE key = ${rowOf(counter, key)} AND expire > ${NOW}`;
  return usage?.used ?? 0;
}

/** Takes one use back. Those of a window that is over count for nothing any more. */
export async function uncountUse(counter: string, key: string): Promise<void> {
  await systemDb().$executeRaw`
    UPDATE rate_limits SET points = points - 1 WHERE key = ${rowOf(counter, key)} AND points > 0`;
}
