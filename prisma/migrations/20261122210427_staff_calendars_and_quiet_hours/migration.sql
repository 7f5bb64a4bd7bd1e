-- AlterTable
ALTER TABLE "staff_members" ADD COLUMN     "calendar_version" INTEGER NOT NULL DEFAULT 0;

-- When something that is due at `at` is said to a customer who must hear it before `latest` and sleeps from `quiet_from` to
-- `quiet_to` (local HH:MM): at the end of the quiet hours, or before they begin when they last until it is too late.
CREATE FUNCTION favcrm_awake(at timestamptz, latest timestamptz, zone text, quiet_from text, quiet_to text)
RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN quiet_from IS NULL OR quiet_to IS NULL OR quiet_from = quiet_to OR NOT is_quiet THEN at
    WHEN ends_at < latest THEN ends_at
    ELSE begins_at
  END
  FROM (SELECT at AT TIME ZONE zone AS local) l,
  LATERAL (SELECT to_char(local, 'HH24:MI') AS clock, date_trunc('day', local) AS day) c,
  LATERAL (SELECT CASE WHEN quiet_from <= quiet_to THEN clock >= quiet_from AND clock < quiet_to
                       ELSE clock >= quiet_from OR clock < quiet_to END AS is_quiet) q,
  LATERAL (SELECT
    (day + quiet_to::interval + CASE WHEN clock < quiet_to THEN interval '0' ELSE interval '1 day' END) AT TIME ZONE zone AS ends_at,
    (day + quiet_from::interval - CASE WHEN clock >= quiet_from THEN interval '0' ELSE interval '1 day' END) AT TIME ZONE zone AS begins_at) e
$$;

-- Held times that ran out are looked for often and are few.
CREATE INDEX booking_allocations_expiring ON booking_allocations (organisation_id, expires_at) WHERE expires_at IS NOT NULL;
