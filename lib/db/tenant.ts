import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { singleton } from "@/lib/singleton";
import type { DatabaseClient } from "./client";
import type { Settings } from "./scoped-read";
import type { Plans } from "./scoped-transaction";

/** The tenant that every statement of the running call is bound to. */
export interface Tenant {
  organisationId: string;
  companyId: string;
}

const scope = () => singleton("tenant-scope", () => new AsyncLocalStorage<Tenant>());

// The ids are written into `SET LOCAL`, which takes no parameters.
const ID = /^[a-z_]{2,16}_[0-9A-Za-z]{24}$/;

/** Runs `work` with its statements bound to `tenant`. Awaits inside, because a Prisma promise starts only when awaited. */
export function withTenant<T>(tenant: Tenant, work: () => Promise<T>): Promise<T> {
  return scope().run(tenant, async () => await work());
}

/**
 * A plan is made for the tenant that asks: one that was kept from a company with ten customers reads a million for another's.
 * Only an INSERT of given rows, and the check of its foreign keys, is the same for everybody.
 */
export const tenantPlans: Plans = {
  anew: "SET LOCAL plan_cache_mode = force_custom_plan",
  kept: "SET LOCAL plan_cache_mode = auto",
};

/** Throws when there is none: no tenant, no query. */
function currentTenant(): Tenant {
  const tenant = scope().getStore();
  if (!tenant) throw new Error("A tenant query ran outside withTenant()");
  const { organisationId, companyId } = tenant;
  if (!ID.test(organisationId) || !ID.test(companyId)) throw new Error("A tenant id is malformed");
  return tenant;
}

/** The statements that open a transaction for the current tenant. Throws when there is none. */
export function tenantPrologue(): string {
  const { organisationId, companyId } = currentTenant();
  return `SET LOCAL ROLE favcrm_tenant; SET LOCAL favcrm.organisation_id = '${organisationId}'; SET LOCAL favcrm.company_id = '${companyId}'; ${tenantPlans.anew}`;
}

/** The same for a lone read of the current tenant. Throws when there is none. */
export function tenantSettings(): Settings {
  const { organisationId, companyId } = currentTenant();
  return {
    role: "favcrm_tenant",
    "favcrm.organisation_id": organisationId,
    "favcrm.company_id": companyId,
    plan_cache_mode: "force_custom_plan",
  };
}

/** Gives up the system's view for the rest of its transaction: from here on it is one tenant's own. */
export async function becomeTenant(system: DatabaseClient, { organisationId, companyId }: Tenant): Promise<void> {
  await system.$executeRaw`
    SELECT set_config('favcrm.organisation_id', ${organisationId}, true), set_config('favcrm.company_id', ${companyId}, true)`;
  await system.$executeRaw`SET LOCAL ROLE favcrm_tenant`;
}

/** The statements that open a transaction of the system itself (auth, jobs, limits). */
export function systemPrologue(): string {
  return "SET LOCAL ROLE favcrm_system";
}

/** The same for a lone read of the system. */
export function systemSettings(): Settings {
  return { role: "favcrm_system" };
}
