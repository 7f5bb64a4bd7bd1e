-- One customer of 62, by the last, random character of the id.
ALTER TABLE accounts ADD COLUMN in_sample boolean GENERATED ALWAYS AS (right(id, 1) = '0') STORED;

-- Pages are cut from an index alone: it holds what customers are filtered by, so that rows which do not fit are passed over
-- without being read. Each order of the list has one; life stage and inactivity, the usual first filters, have their own.
DROP INDEX accounts_by_name, accounts_by_stage, accounts_by_activity, accounts_by_booking, accounts_by_source;
CREATE INDEX accounts_page ON accounts (organisation_id, company_id, id)
  INCLUDE (life_stage, source, type, language, last_activity_at, last_booking_at, created_at, member_since, membership_expires_at)
  WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_name ON accounts (organisation_id, company_id, sort_name, id)
  INCLUDE (life_stage, source, last_activity_at, last_booking_at, created_at, member_since, membership_expires_at)
  WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_stage ON accounts (organisation_id, company_id, life_stage, id)
  INCLUDE (source, last_activity_at, last_booking_at) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_activity ON accounts (organisation_id, company_id, last_activity_at, id)
  INCLUDE (life_stage, source, last_booking_at) WHERE deleted_at IS NULL;
CREATE INDEX accounts_sample ON accounts (organisation_id, company_id, id)
  INCLUDE (life_stage, source, type, language, last_activity_at, last_booking_at, created_at, member_since, membership_expires_at)
  WHERE deleted_at IS NULL AND in_sample;
CREATE INDEX consent_records_standing ON consent_records (organisation_id, company_id, channel, purpose, status, account_id)
  WHERE is_current;
DROP INDEX custom_field_values_by_number;
CREATE INDEX custom_field_values_by_number ON custom_field_values (organisation_id, company_id, definition_id, number_value)
  INCLUDE (account_id) WHERE number_value IS NOT NULL;

-- Made and replaced as their owner, whoever migrates.
GRANT CREATE ON SCHEMA public TO favcrm_system;
SET LOCAL ROLE favcrm_system;

-- Whether a needle stands in at least one of a hundred of the newest rows. Then reading the list in its order finds a page
-- soon; an index over parts of words would first gather every hit.
CREATE FUNCTION favcrm_is_common(target text, patterns text[], grams text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  common boolean;
BEGIN
  IF target NOT IN ('accounts', 'contacts') THEN
    RAISE EXCEPTION 'unknown search %', target;
  END IF;
  EXECUTE format(
    'SELECT count(*) >= 25 FROM (SELECT search_text, search_grams FROM %I WHERE organisation_id = %L AND company_id = %L
       AND deleted_at IS NULL ORDER BY id DESC LIMIT 2500) AS newest
     WHERE search_text LIKE ALL ($1) AND search_grams @> $2',
    target, favcrm_organisation_id(), favcrm_company_id()) INTO common USING patterns, grams;
  RETURN common;
END $$;

-- As before, but in one of two ways. Newest first and common: in the order of the list. Otherwise: all hits by the index
-- over parts of words, then the first of them. The planner cannot tell these apart by its statistics.
CREATE OR REPLACE FUNCTION favcrm_search(target text, patterns text[], grams text[], sort_by text, descending boolean,
  after_value text, after_id text, most integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  direction text := CASE WHEN descending THEN 'DESC' ELSE 'ASC' END;
  comparison text := CASE WHEN descending THEN '<' ELSE '>' END;
  common boolean := favcrm_is_common(target, patterns, grams);
  fence text := CASE WHEN common THEN ' || ''''' ELSE '' END;
  conditions text := '';
  pattern text;
BEGIN
  IF sort_by NOT IN ('id', 'sort_name', 'sort_email') THEN
    RAISE EXCEPTION 'unknown order %', sort_by;
  END IF;
  FOREACH pattern IN ARRAY patterns LOOP
    conditions := conditions || format(' AND search_text%s LIKE %L', fence, pattern);
  END LOOP;
  IF cardinality(grams) > 0 THEN
    conditions := conditions || format(' AND %s @> %L::text[]', CASE WHEN common THEN '(search_grams || ARRAY[]::text[])'
      ELSE 'search_grams' END, grams);
  END IF;
  IF after_id IS NOT NULL THEN
    conditions := conditions || CASE WHEN sort_by = 'id' THEN format(' AND id %s %L', comparison, after_id)
      ELSE format(' AND (%I, id) %s (%L, %L)', sort_by, comparison, after_value, after_id) END;
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT id FROM %I WHERE organisation_id = %L AND company_id = %L AND deleted_at IS NULL%s ORDER BY %s LIMIT %s',
    target, favcrm_organisation_id(), favcrm_company_id(), conditions,
    CASE WHEN sort_by = 'id' THEN 'id ' || direction ELSE format('%I %s, id %s', sort_by, direction, direction) END, most);
END $$;

REVOKE ALL ON FUNCTION favcrm_is_common FROM PUBLIC;
GRANT EXECUTE ON FUNCTION favcrm_is_common TO favcrm_tenant;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
