-- AlterTable
ALTER TABLE "schedule_occurrences" ADD COLUMN     "local_start" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "timezone" TEXT NOT NULL DEFAULT '';


-- What was promised for a date stands in its bookings; a date that nobody booked has promised nothing.
UPDATE schedule_occurrences o SET local_start = b.local_start, timezone = b.timezone
FROM bookings b
WHERE b.organisation_id = o.organisation_id AND b.occurrence_id = o.id AND b.starts_at = o.starts_at;

-- A booking that was moved after its company had changed its zone kept the zone of before, beside the wall clock of now.
UPDATE bookings b SET timezone = c.timezone
FROM companies c
WHERE c.organisation_id = b.organisation_id AND c.id = b.company_id AND c.timezone <> b.timezone
  AND b.starts_at > now() AND b.local_start = to_char(b.starts_at AT TIME ZONE c.timezone, 'YYYY-MM-DD"T"HH24:MI');
