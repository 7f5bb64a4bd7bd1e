import "server-only";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { toDecimal } from "@/lib/kernel/money";
import { defineOperation } from "@/lib/kernel/operation";
import { dayCount, namedCount } from "./dashboard";

const SERIES_DAYS = 30;

/** Beginnings of the days and weeks that the numbers are about, in the company's zone. */
function periods(timezone: string, now = Temporal.Now.instant()) {
  const today = now.toZonedDateTimeISO(timezone).toPlainDate();
  const startOf = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(timezone).epochMilliseconds);
  return {
    today: new Date(`${today.toString()}T00:00:00Z`),
    firstDay: today.subtract({ days: SERIES_DAYS - 1 }),
    seriesStart: startOf(today.subtract({ days: SERIES_DAYS - 1 })),
    weekAgo: startOf(today.subtract({ days: 6 })),
    dayStart: startOf(today),
    dayEnd: startOf(today.add({ days: 1 })),
    weekAhead: startOf(today.add({ days: 7 })),
  };
}

type Periods = ReturnType<typeof periods>;

/** New customers for each of the last days, days without any included. */
async function newByDay(db: DatabaseClient, timezone: string, { firstDay, seriesStart }: Periods) {
  const rows = await db.$queryRaw<{ date: string; count: number }[]>`
    SELECT to_char(day, 'YYYY-MM-DD') AS date, count FROM (
      SELECT (created_at AT TIME ZONE ${timezone})::date AS day, count(*)::int AS count
      FROM accounts WHERE deleted_at IS NULL AND created_at >= ${seriesStart} GROUP BY 1) AS days`;
  const byDate = new Map(rows.map(({ date, count }) => [date, count]));
  return Array.from({ length: SERIES_DAYS }, (_, index) => {
    const date = firstDay.add({ days: index }).toString();
    return { date, count: byDate.get(date) ?? 0 };
  });
}

/** Customers by life stage: all of them are read once, from an index that holds little else. */
const countByStage = (db: DatabaseClient) => db.$queryRaw<{ name: string; count: number }[]>`
  SELECT life_stage AS name, count(*)::int AS count
  FROM accounts WHERE deleted_at IS NULL GROUP BY life_stage ORDER BY life_stage`;

/** Members whose membership runs, and who became one this week. */
async function countMembers(
  db: DatabaseClient,
  { weekAgo }: Periods,
): Promise<{ active: number; newThisWeek: number }> {
  const [row] = await db.$queryRaw<{ active: number; newThisWeek: number }[]>`
    SELECT (count(*) FILTER (WHERE membership_expires_at IS NULL OR membership_expires_at > now()))::int AS active,
      (count(*) FILTER (WHERE member_since >= ${weekAgo}))::int AS "newThisWeek"
    FROM accounts WHERE deleted_at IS NULL AND member_since IS NOT NULL`;
  return row ?? { active: 0, newThisWeek: 0 };
}

const totalOf = (parts: readonly { count: number }[]) => parts.reduce((sum, { count }) => sum + count, 0);

export const getDashboardStats = defineOperation({
  name: "get_dashboard_stats",
  title: "Get dashboard numbers",
  description:
    "The state of the business at a glance: customers (all, new this week and the week before, by life stage, new by day), members, tasks due, open deals and their value, bookings today and in the next seven days, mails sent to customers this week. Days are the company's. Details: search_members, list_tasks, list_deals.",
  area: "reports",
  effect: "read",
  scopes: ["reports:read"],
  input: z.strictObject({}),
  output: z.object({
    customers: z.object({
      total: z.int(),
      newThisWeek: z.int(),
      newWeekBefore: z.int(),
      byLifeStage: z.array(namedCount),
      newByDay: z.array(dayCount),
    }),
    members: z.object({ active: z.int(), newThisWeek: z.int() }),
    tasks: z.object({ open: z.int(), dueToday: z.int(), overdue: z.int() }),
    deals: z.object({ open: z.int(), openAmount: z.string(), wonThisWeek: z.int(), currency: z.string() }),
    bookings: z.object({ today: z.int(), nextSevenDays: z.int() }),
    /** Mails to customers about their bookings that left in this week; bounced ones count, refused wishes do not. */
    messages: z.object({ sentThisWeek: z.int() }),
    timezone: z.string(),
  }),
  renderType: "stats",
  summary: ({ customers, tasks }) =>
    `${customers.total} customers, ${customers.newThisWeek} new this week, ${tasks.dueToday + tasks.overdue} tasks to see to`,

  async run({ db, caller }) {
    const { timezone, currency } = caller.workspace;
    const when = periods(timezone);
    const [byLifeStage, members, counts, byDay] = await Promise.all([
      countByStage(db),
      countMembers(db, when),
      countsOf(db, when, currency),
      newByDay(db, timezone, when),
    ]);
    return {
      customers: {
        total: totalOf(byLifeStage),
        newThisWeek: totalOf(byDay.slice(-7)),
        newWeekBefore: totalOf(byDay.slice(-14, -7)),
        byLifeStage,
        newByDay: byDay,
      },
      members,
      tasks: { open: counts.tasks_open, dueToday: counts.tasks_today, overdue: counts.tasks_overdue },
      deals: {
        open: counts.deals_open,
        openAmount: toDecimal(counts.deals_amount, currency),
        wonThisWeek: counts.deals_won,
        currency,
      },
      bookings: { today: counts.bookings_today, nextSevenDays: counts.bookings_ahead },
      messages: { sentThisWeek: counts.messages_sent },
      timezone,
    };
  },
});

type Count =
  | "tasks_open"
  | "tasks_today"
  | "tasks_overdue"
  | "deals_open"
  | "deals_won"
  | "bookings_today"
  | "bookings_ahead"
  | "messages_sent";

/** Every other number, in one statement. */
async function countsOf(db: DatabaseClient, when: Periods, currency: string) {
  const [row] = await db.$queryRaw<(Record<Count, number> & { deals_amount: bigint })[]>`
    SELECT
      (SELECT count(*)::int FROM tasks WHERE deleted_at IS NULL AND status IN ('todo', 'in_progress')) AS tasks_open,
      (SELECT count(*)::int FROM tasks WHERE deleted_at IS NULL AND status IN ('todo', 'in_progress')
        AND due_date = ${when.today}::date AND due_at > now()) AS tasks_today,
      (SELECT count(*)::int FROM tasks WHERE deleted_at IS NULL AND status IN ('todo', 'in_progress')
        AND due_at <= now()) AS tasks_overdue,
      (SELECT count(*)::int FROM deals d JOIN pipeline_stages s ON s.id = d.stage_id AND s.company_id = d.company_id
        WHERE d.deleted_at IS NULL AND s.outcome = 'open') AS deals_open,
      (SELECT coalesce(sum(d.amount_minor), 0)::bigint FROM deals d
        JOIN pipeline_stages s ON s.id = d.stage_id AND s.company_id = d.company_id
        WHERE d.deleted_at IS NULL AND s.outcome = 'open' AND d.currency = ${currency}) AS deals_amount,
      (SELECT count(*)::int FROM deals d JOIN pipeline_stages s ON s.id = d.stage_id AND s.company_id = d.company_id
        WHERE d.deleted_at IS NULL AND s.outcome = 'won' AND d.closed_at >= ${when.weekAgo}) AS deals_won,
      (SELECT count(*)::int FROM bookings WHERE status IN ('pending', 'confirmed', 'completed')
        AND starts_at >= ${when.dayStart} AND starts_at < ${when.dayEnd}) AS bookings_today,
      (SELECT count(*)::int FROM bookings WHERE status IN ('pending', 'confirmed')
        AND starts_at >= ${when.dayStart} AND starts_at < ${when.weekAhead}) AS bookings_ahead,
      (SELECT count(*)::int FROM outbox_mails m WHERE m.sent_at >= ${when.weekAgo} AND (
        EXISTS (SELECT FROM bookings b WHERE b.id = m.data->>'bookingId')
        OR EXISTS (SELECT FROM waitlist_entries w WHERE w.id = m.data->>'waitlistEntryId'))) AS messages_sent`;
  if (!row) throw new Error("a SELECT without FROM gave no row");
  return row;
}
