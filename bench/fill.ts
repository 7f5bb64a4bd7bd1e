import { systemDb } from "@/lib/db/client";
import type { Tenant } from "@/lib/db/tenant";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "@/lib/operations/accounts/create-account";
import { addDays, localDate } from "@/lib/operations/bookings/local-time";
import { createService } from "@/lib/operations/services/create-service";

/** Gives a company `count` services, by one statement: a million of them too. */
export async function makeServices({ organisationId, companyId }: Tenant, count: number): Promise<void> {
  await systemDb().$executeRaw`
    INSERT INTO services (organisation_id, company_id, id, name, description, duration_minutes, price_minor, currency, capacity)
    SELECT ${organisationId}, ${companyId}, 'svc_' || lpad(n::text, 24, '0'), 'Class ' || n,
           'Slow flow for beginners; mats are there.', 60, 18000, 'HKD', 12
    FROM generate_series(1, ${count}::int) n`;
}

/** Customers of a company, made as an agent makes them; returns their ids. */
export async function makeAccounts(caller: Caller, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++)
    ids.push((await execute(createAccount, caller, { name: `Guest ${n}` })).data.account.id);
  return ids;
}

/** Services of a quarter of an hour that need nobody, so that the whole day can be booked; returns their ids. */
export async function makeBookable(caller: Caller, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const { data } = await execute(createService, caller, { name: `Check-up ${n}`, durationMinutes: 15 });
    ids.push(data.id);
  }
  return ids;
}

const DAYS = 60;
const QUARTERS = 96;
const TIMEZONE = "Asia/Hong_Kong";

/** Arguments of create_booking for every time of the services in the coming months; neighbours lie on other days. */
export function timesOf(serviceIds: readonly string[], accountIds: readonly string[]): string[] {
  const today = localDate(Date.now(), TIMEZONE);
  const two = (value: number) => String(value).padStart(2, "0");
  return Array.from({ length: DAYS * QUARTERS * serviceIds.length }, (_, index) => {
    const quarter = Math.floor(index / DAYS / serviceIds.length);
    const clock = `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
    return JSON.stringify({
      serviceId: serviceIds[Math.floor(index / DAYS) % serviceIds.length],
      start: `${addDays(today, 2 + (index % DAYS))}T${clock}`,
      customer: { accountId: accountIds[index % accountIds.length] },
      notifyCustomer: false,
    });
  });
}
