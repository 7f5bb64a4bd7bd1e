import type pg from "pg";
import { newId } from "@/lib/kernel/ids";
import { type BookingRow, toBookingView } from "@/lib/operations/bookings/booking";
import { wallTime } from "@/lib/operations/bookings/local-time";
import { readStart } from "@/lib/operations/bookings/start-time";
import type { PlainCaller } from "./key";
import { inTransaction, record } from "./transaction";

export interface BookingArguments {
  serviceId: string;
  start: string;
  customer: { accountId: string };
}

interface FoundService {
  name: string;
  duration_minutes: number;
  price_minor: string;
  currency: string;
}

const FIND_SQL = {
  service: `SELECT name, duration_minutes, price_minor, currency FROM services
    WHERE organisation_id = $1 AND company_id = $2 AND id = $3 AND deleted_at IS NULL AND status = 'active'`,
  customer: `SELECT name, email, phone FROM accounts
    WHERE organisation_id = $1 AND company_id = $2 AND id = $3 AND deleted_at IS NULL`,
};

const CLAIM_SQL = `
  INSERT INTO booking_allocations (organisation_id, company_id, id, subject_type, subject_id, unit, during, holder_type, holder_id)
  VALUES ($1, $2, $3, 'service', $4, 1, tstzrange($5, $6), 'booking', $7)
  ON CONFLICT DO NOTHING`;

const INSERT_SQL = `
  INSERT INTO bookings (organisation_id, company_id, id, service_id, account_id, customer_name, customer_email, customer_phone,
                        starts_at, ends_at, local_start, timezone, price_minor, currency, status)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'confirmed')
  RETURNING id, service_id AS "serviceId", occurrence_id AS "occurrenceId", account_id AS "accountId",
            customer_name AS "customerName", customer_email AS "customerEmail", customer_phone AS "customerPhone",
            staff_id AS "staffId", resource_id AS "resourceId", starts_at AS "startsAt", ends_at AS "endsAt", timezone,
            participants, currency, status, notes, checked_in_at AS "checkedInAt", is_late AS "isLate",
            cancelled_at AS "cancelledAt", cancel_reason AS "cancelReason", is_late_cancel AS "isLateCancel", version,
            created_at AS "createdAt"`;

async function one<Row extends pg.QueryResultRow>(client: pg.PoolClient, sql: string, values: unknown[]): Promise<Row> {
  const { rows } = await client.query<Row>(sql, values);
  if (!rows[0]) throw new Error("There is no such row");
  return rows[0];
}

/**
 * create_booking of a service that needs nobody: the constraint decides whether the time is free. Opening hours, closures,
 * notice, limits of a customer and the company's settings, which the product obeys, are not looked at.
 */
export function createBooking(pool: pg.Pool, caller: PlainCaller, args: BookingArguments) {
  const tenant = [caller.organisation_id, caller.company_id];
  const { serviceId, customer } = args;
  const start = readStart(args.start, caller.timezone);
  return inTransaction(pool, async (client) => {
    const service = await one<FoundService>(client, FIND_SQL.service, [...tenant, serviceId]);
    const times = [new Date(start), new Date(start + service.duration_minutes * 60_000)];
    const id = newId("bkg");
    const claimed = await client.query(CLAIM_SQL, [...tenant, newId("alc"), serviceId, ...times, id]);
    if (claimed.rowCount !== 1) throw new Error("This time is taken");
    const whom = [...tenant, customer.accountId];
    const account = await one<Record<"name" | "email" | "phone", string>>(client, FIND_SQL.customer, whom);
    const contact = [account.name, account.email, account.phone];
    const place = [...times, wallTime(start, caller.timezone), caller.timezone];
    const values = [...tenant, id, serviceId, customer.accountId, ...contact, ...place];
    const row = await one<BookingRow>(client, INSERT_SQL, [...values, service.price_minor, service.currency]);
    await client.query(
      `UPDATE accounts SET last_booking_at = now(), last_activity_at = now(), updated_at = now()
       WHERE organisation_id = $1 AND company_id = $2 AND id = $3`,
      whom,
    );
    const names = { service: { name: service.name }, staff: null, resource: null };
    const booking = toBookingView({ ...row, ...names, priceMinor: BigInt(service.price_minor) });
    const summary = `${account.name}: ${service.name}, ${booking.localStart} (confirmed)`;
    await record(client, caller, { operation: "create_booking", summary, args, after: booking, entityId: id });
    return { data: booking, summary, renderType: "record" };
  });
}
