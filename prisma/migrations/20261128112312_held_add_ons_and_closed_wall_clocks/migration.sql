-- AlterTable
ALTER TABLE "closures" ADD COLUMN     "local_end" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "local_start" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "booking_allocations" ADD COLUMN     "add_on_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Closures were meant by the wall clock of their company.
UPDATE closures o SET local_start = to_char(o.starts_at AT TIME ZONE c.timezone, 'YYYY-MM-DD"T"HH24:MI'),
  local_end = to_char(o.ends_at AT TIME ZONE c.timezone, 'YYYY-MM-DD"T"HH24:MI')
FROM companies c
WHERE c.organisation_id = o.organisation_id AND c.id = o.company_id;

-- The company is part of the key: as a column beside it, the tenant's lock was asked again for each of the thousands of rows
-- that a search of a month reads.
DROP INDEX booking_allocations_busy;
CREATE INDEX booking_allocations_busy ON booking_allocations (organisation_id, company_id, subject_id, begins_at)
  INCLUDE (unit, finishes_at, expires_at);
