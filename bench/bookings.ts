import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import pg from "pg";
import { closeDatabases, systemDb, tenantDb } from "@/lib/db/client";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { withTenant } from "@/lib/db/tenant";
import { flushAudit } from "@/lib/kernel/audit";
import { isOperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { busyTimes } from "@/lib/operations/bookings/allocations";
import { createBooking } from "@/lib/operations/bookings/create-booking";
import { getAvailableSlots } from "@/lib/operations/bookings/get-available-slots";
import { localDay } from "@/lib/operations/bookings/local-time";
import { findSlots } from "@/lib/operations/bookings/slots";
import { openStudio, type Studio } from "@/lib/operations/bookings/testing/studio";
import { createServiceSchedule } from "@/lib/operations/schedules/create-service-schedule";
import { createService } from "@/lib/operations/services/create-service";
import { temporaryFolder } from "./folder";
import { summarize } from "./statistics";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "1" },
    callers: { type: "string", default: "1000" },
    only: { type: "string" },
  },
});
const STAFF = 50;
const BOOKINGS = 100_000;
const SEARCHES = 100;

/**
 * Everybody asks for the same time at the same moment; counts how each call ended. Half of them write the time as an instant:
 * they line up by themselves, as the callers of a second server do, and only the database stands between the two lines.
 */
async function rush(studio: Studio, serviceId: string, start: string, callers: number) {
  const spellings = [start, new Date(`${start}:00+08:00`).toISOString()];
  const startedAt = performance.now();
  const outcomes = await Promise.allSettled(
    Array.from({ length: callers }, (_, i) =>
      execute(createBooking, studio.caller, {
        serviceId,
        start: spellings[i % 2],
        customer: { name: `Caller ${i}`, email: `caller${i}@example.com` },
      }),
    ),
  );
  const counts: Record<string, number> = {};
  let withAlternatives = 0;
  for (const outcome of outcomes) {
    const reason = outcome.status === "rejected" ? outcome.reason : undefined;
    const word = reason === undefined ? "booked" : isOperationError(reason) ? reason.code : "broken";
    counts[word] = (counts[word] ?? 0) + 1;
    if (isOperationError(reason) && ((reason.details?.alternatives ?? []) as unknown[]).length > 0) withAlternatives++;
  }
  return { ...counts, withAlternatives, ms: Math.round(performance.now() - startedAt) };
}

async function measureRushes(studio: Studio) {
  const callers = Number(values.callers);
  const big = { name: "Big class", durationMinutes: 60, type: "class", capacity: 20 };
  const serviceId = (await execute(createService, studio.caller, big)).data.id;
  const times = { date: studio.day(1), startTime: "08:00", endTime: "09:00", recurrence: "daily" };
  await execute(createServiceSchedule, studio.caller, { serviceId, ...times });
  for (let round = 1; round <= Number(values.rounds); round++) {
    const one = await rush(studio, studio.massageId, `${studio.day(round)}T10:00`, callers);
    const twenty = await rush(studio, serviceId, `${studio.day(round)}T08:00`, callers);
    print({ round, onePlace: one, classOfTwenty: twenty });
  }
}

/** Fifty people who all give one service, and their bookings over a year, spread evenly. */
async function fillCalendars(studio: Studio): Promise<string> {
  const db = systemDb();
  const massage = { name: "Team massage", durationMinutes: 60, requiresStaff: true };
  const serviceId = (await execute(createService, studio.caller, massage)).data.id;
  const { organisationId, companyId } = studio;
  await db.$executeRaw`
    INSERT INTO staff_members (organisation_id, company_id, id, name)
    SELECT ${organisationId}, ${companyId}, 'mem_' || lpad(n::text, 24, '0'), 'Person ' || n FROM generate_series(1, ${STAFF}::int) n`;
  await db.$executeRaw`
    INSERT INTO service_staff (organisation_id, company_id, service_id, staff_id)
    SELECT ${organisationId}, ${companyId}, ${serviceId}, 'mem_' || lpad(n::text, 24, '0') FROM generate_series(1, ${STAFF}::int) n`;
  await db.$executeRaw`
    INSERT INTO availability_windows (organisation_id, company_id, id, subject_type, subject_id, day_of_week, start_minute, end_minute)
    SELECT ${organisationId}, ${companyId}, 'win_' || lpad((n * 10 + d)::text, 24, '0'), 'staff',
           'mem_' || lpad(n::text, 24, '0'), d, 540, 1260
    FROM generate_series(1, ${STAFF}::int) n, generate_series(0, 6) d`;
  const perPerson = BOOKINGS / STAFF;
  const days = 360;
  await db.$executeRaw`
    INSERT INTO bookings (organisation_id, company_id, id, service_id, staff_id, customer_name, starts_at, ends_at,
                          local_start, timezone, currency, status)
    SELECT ${organisationId}, ${companyId}, 'bkg_' || lpad((n * 10000 + k)::text, 24, '0'), ${serviceId},
           'mem_' || lpad(n::text, 24, '0'), 'Guest', at, at + interval '1 hour', '', 'Asia/Hong_Kong', 'HKD', 'confirmed'
    FROM generate_series(1, ${STAFF}::int) n, generate_series(0, ${perPerson}::int - 1) k,
    LATERAL (SELECT date_trunc('day', now()) + (k % ${days}::int) * interval '1 day' + interval '1 hour'
             + (k / ${days}::int) * interval '2 hours' + ((n + k) % 4) * interval '15 minutes' AS at) t`;
  await db.$executeRaw`
    INSERT INTO booking_allocations (organisation_id, company_id, id, subject_type, subject_id, during, holder_type, holder_id)
    SELECT organisation_id, company_id, 'alc_' || substr(id, 5), 'staff', staff_id, tstzrange(starts_at, ends_at), 'booking', id
    FROM bookings WHERE organisation_id = ${organisationId} AND service_id = ${serviceId}`;
  // Only a table's owner may count and tidy its rows; a server's autovacuum does it in time.
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query("VACUUM ANALYZE");
  await owner.end();
  return serviceId;
}

/** What the same search costs that asks the database for each person and each day by itself, and for nothing else. */
async function searchNaively(studio: Studio): Promise<number> {
  const daily = { date: null, startMinute: 540, endMinute: 1_260, type: "available" as const };
  const windows = [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({ ...daily, dayOfWeek }));
  const rules = { durationMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, stepMinutes: 15 };
  const startedAt = performance.now();
  await withTenant(studio, async () => {
    for (let n = 1; n <= STAFF; n++) {
      const id = `mem_${String(n).padStart(24, "0")}`;
      for (let offset = 1; offset <= 30; offset++) {
        const date = studio.day(offset);
        const day = localDay(date, "Asia/Hong_Kong");
        const busy = (await busyTimes({ db: tenantDb() }, [id], { start: day.startOf(0), end: day.endOf(1_440) })).get(
          id,
        );
        findSlots({
          ...{ date, timezone: "Asia/Hong_Kong", openingHours: windows, closures: [] },
          rules: { ...rules, notBefore: 0, notAfter: 9e12 },
          requirements: [[{ id, units: 1, windows, away: [], busy: [busy?.get(1) ?? []] }]],
        });
      }
    }
  });
  return performance.now() - startedAt;
}

async function measureSearch(studio: Studio) {
  const serviceId = await fillCalendars(studio);
  const search = (days: number, more: Record<string, unknown> = {}) =>
    execute(getAvailableSlots, studio.caller, { serviceId, date: studio.day(1), days, ...more });
  for (let i = 0; i < 10; i++) await search(30);
  const times: number[] = [];
  let slots = 0;
  for (let i = 0; i < SEARCHES; i++) {
    const startedAt = performance.now();
    slots = (await search(30)).data.items.length;
    times.push(performance.now() - startedAt);
  }
  const naiveMs = await searchNaively(studio);
  const { p50, p95 } = summarize(times);
  print({
    search: { staff: STAFF, days: 30, bookings: BOOKINGS, slots, p50Ms: round(p50), p95Ms: round(p95) },
    oneQueryForEachPersonAndDayMs: Math.round(naiveMs),
    timesFaster: Math.round(naiveMs / p95),
  });
}

const round = (ms: number) => Math.round(ms * 10) / 10;
const print = (found: unknown) => process.stdout.write(`${JSON.stringify(found)}\n`);

const folder = temporaryFolder("bookings");
const database = await startEmbeddedDatabase({ dataFolder: folder, log: () => {} });
try {
  await applyMigrations(database.url, { log: () => {} });
  process.env.DATABASE_URL = database.url;
  process.env.FAVCRM_DATA_DIR = folder;
  process.env.LOG_LEVEL ??= "silent";
  const studio = await openStudio();
  if (values.only !== "search") await measureRushes(studio);
  if (values.only !== "rush") await measureSearch(studio);
} finally {
  await flushAudit();
  await closeDatabases();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
