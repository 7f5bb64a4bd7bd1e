import "server-only";
import { type DatabaseClient, tenantDb } from "@/lib/db/client";
import { type Tenant, withTenant } from "@/lib/db/tenant";
import { isRetryable } from "./database-errors";

const TRANSACTION = { maxWait: 10_000, timeout: 30_000 } as const;
const MAX_ATTEMPTS = 3;

/**
 * One piece of work that is too long for a single call, such as a file of customers: it runs in a transaction of its own,
 * bound to the tenant like any operation. Whoever cuts the work has checked the caller and audits it as a whole.
 */
export function inPiece<T>(tenant: Tenant, work: (db: DatabaseClient) => Promise<T>): Promise<T> {
  return withTenant(tenant, async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await tenantDb().$transaction(work, TRANSACTION);
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isRetryable(error)) throw error;
      }
    }
  });
}
