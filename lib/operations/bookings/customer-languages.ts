import "server-only";
import type { DatabaseClient } from "@/lib/db/client";

/** The languages that customers of bookings chose, by their account; whoever chose none is not in it. */
export async function languagesOf(
  db: DatabaseClient,
  bookings: readonly { accountId: string | null }[],
): Promise<Map<string, string | null>> {
  const accounts = await db.account.findMany({
    where: { id: { in: bookings.flatMap(({ accountId }) => accountId ?? []) }, language: { not: null } },
    select: { id: true, language: true },
  });
  return new Map(accounts.map((account) => [account.id, account.language]));
}
