import "server-only";
import { type DatabaseClient, UNAWAITED } from "@/lib/db/client";

/**
 * Writes in the running transaction without waiting for the answer: the statement leaves with the transaction's next one, at
 * the latest with its COMMIT, and whatever it leaves with fails when it does. Its order among the others is kept.
 */
export async function writeUnawaited(db: DatabaseClient, sql: string, ...values: unknown[]): Promise<void> {
  await db.$executeRawUnsafe(UNAWAITED + sql, ...values);
}
