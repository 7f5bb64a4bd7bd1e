-- The edges of `during` in columns of their own. Behind row-level security an index serves only comparisons that cannot leak
-- what they look at; those of ranges may, those of instants may not, so a search by `during` read every allocation there is.
ALTER TABLE booking_allocations
  ADD COLUMN begins_at timestamptz(3) NOT NULL GENERATED ALWAYS AS (lower(during)) STORED,
  ADD COLUMN finishes_at timestamptz(3) NOT NULL GENERATED ALWAYS AS (upper(during)) STORED;

-- Bounded, so that a search knows how long before its range something may begin that still reaches into it.
ALTER TABLE booking_allocations ADD CONSTRAINT booking_allocations_length CHECK (upper(during) - lower(during) <= interval '2 days');

-- Everything a search reads, so that it never visits the table itself.
CREATE INDEX booking_allocations_busy ON booking_allocations (organisation_id, subject_id, begins_at)
  INCLUDE (company_id, unit, finishes_at, expires_at);
