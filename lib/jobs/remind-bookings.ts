import "server-only";
import { type DatabaseClient, Prisma, systemDb } from "@/lib/db/client";
import { queueMail } from "@/lib/kernel/outbox";
import { type NoticeRow, noticeMail } from "@/lib/operations/bookings/notice";
import { closeNoticeTasks, createNoticeTask } from "@/lib/operations/bookings/notice-task";
import { ofLivingOrganisation } from "./living";

const BATCH = 100;

interface DueRow extends NoticeRow {
  companyId: string;
}

/**
 * Reminds customers of coming bookings as their company's settings say, on the database's clock. A booking is claimed and its
 * mail queued in one transaction, so several workers may run it and nobody is told twice. Returns how many were claimed.
 */
export async function remindBookings(): Promise<number> {
  return systemDb().$transaction(async (db) => {
    const rows = await claimDue(db);
    for (const row of rows) await remind(db, row);
    return rows.length;
  });
}

/** Fields that were never set have the defaults of booking-settings: reminders on, 24 hours ahead, not at night; no second one. */
async function claimDue(db: DatabaseClient): Promise<DueRow[]> {
  return db.$queryRaw<DueRow[]>`
    WITH due AS (
      SELECT b.organisation_id, b.id FROM bookings b
      LEFT JOIN booking_settings s ON s.organisation_id = b.organisation_id AND s.company_id = b.company_id
      CROSS JOIN LATERAL (SELECT
        coalesce((s.values ->> 'bookingReminderEnabled')::boolean, true) AS first_on,
        coalesce((s.values ->> 'bookingReminderLeadHours')::int, 24) * interval '1 hour' AS first_lead,
        coalesce((s.values ->> 'sameDayReminderEnabled')::boolean, false) AS second_on,
        coalesce((s.values ->> 'sameDayReminderLeadHours')::int, 2) * interval '1 hour' AS second_lead,
        CASE WHEN jsonb_exists(s.values, 'quietHoursFrom') THEN s.values ->> 'quietHoursFrom' ELSE '22:00' END AS quiet_from,
        CASE WHEN jsonb_exists(s.values, 'quietHoursTo') THEN s.values ->> 'quietHoursTo' ELSE '08:00' END AS quiet_to) rule
      CROSS JOIN LATERAL (SELECT
        favcrm_awake(b.starts_at - rule.first_lead, b.starts_at, b.timezone, rule.quiet_from, rule.quiet_to) AS first_at,
        favcrm_awake(b.starts_at - rule.second_lead, b.starts_at, b.timezone, rule.quiet_from, rule.quiet_to) AS second_at) due
      WHERE b.status IN ('pending', 'confirmed') AND b.starts_at > clock_timestamp()
        AND b.starts_at < clock_timestamp() + interval '15 days'
        AND ${ofLivingOrganisation(Prisma.sql`b.organisation_id`)}
        AND (
          -- Whoever booked inside the lead was told just then.
          (rule.first_on AND due.first_at BETWEEN b.created_at AND clock_timestamp() AND b.reminded_at IS NULL)
          OR (rule.second_on AND due.second_at BETWEEN b.created_at AND clock_timestamp()
            AND (b.reminded_at IS NULL OR b.reminded_at < due.second_at)))
        -- What became due in the day and was not sent then (a server that stood still) waits for the morning, too.
        AND favcrm_awake(clock_timestamp(), b.starts_at, b.timezone, rule.quiet_from, rule.quiet_to) <= clock_timestamp()
      ORDER BY b.starts_at LIMIT ${BATCH}
      FOR UPDATE OF b SKIP LOCKED
    )
    UPDATE bookings b SET reminded_at = clock_timestamp()
    FROM due
    JOIN companies c ON c.organisation_id = due.organisation_id
    JOIN services v ON v.organisation_id = due.organisation_id
    WHERE b.organisation_id = due.organisation_id AND b.id = due.id AND c.id = b.company_id AND v.id = b.service_id
    RETURNING b.id, b.organisation_id AS "organisationId", b.company_id AS "companyId", b.account_id AS "accountId",
      b.customer_name AS "customerName", b.customer_email AS "customerEmail", b.customer_phone AS "customerPhone",
      b.starts_at AS "startsAt", b.ends_at AS "endsAt", b.timezone, b.sequence, b.status,
      b.cancel_reason AS "cancelReason", v.name AS "serviceName", c.name AS "businessName",
      (SELECT m.name FROM staff_members m WHERE m.organisation_id = b.organisation_id AND m.company_id = b.company_id
         AND m.id = b.staff_id) AS "staffName",
      (SELECT r.name FROM resources r WHERE r.organisation_id = b.organisation_id AND r.id = b.resource_id) AS "resourceName",
      coalesce((SELECT a.language FROM accounts a WHERE a.organisation_id = b.organisation_id
         AND a.company_id = b.company_id AND a.id = b.account_id), c.language) AS language`;
}

async function remind(db: DatabaseClient, row: DueRow): Promise<void> {
  const mail = noticeMail(row, "reminder");
  if (mail) {
    await queueMail(db, mail);
    return;
  }
  await closeNoticeTasks(db, row.organisationId, [row.id]);
  await createNoticeTask(db, { companyId: row.companyId, createdByLabel: "Reminders" }, row, "reminder");
}
