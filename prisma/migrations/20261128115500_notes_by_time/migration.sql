-- Who was noted on since a day, for segments: read from the index alone.
CREATE INDEX notes_by_time ON notes (organisation_id, company_id, created_at, account_id)
  WHERE deleted_at IS NULL AND account_id IS NOT NULL;
