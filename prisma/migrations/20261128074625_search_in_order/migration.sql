GRANT CREATE ON SCHEMA public TO favcrm_system;
SET LOCAL ROLE favcrm_system;

-- Runs a statement along an index in the order it asks for, stopping when it has enough. Behind row-level security the planner
-- guesses how many rows hold a text by the text's length alone: it takes a long common name for a rare one and would sort
-- a million rows.
CREATE FUNCTION favcrm_in_order(statement text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
SET enable_sort = off SET enable_seqscan = off SET enable_bitmapscan = off SET max_parallel_workers_per_gather = 0 AS $$
BEGIN
  RETURN QUERY EXECUTE statement;
END $$;

-- As before; newest first and common is now read by favcrm_in_order.
CREATE OR REPLACE FUNCTION favcrm_search(target text, patterns text[], grams text[], sort_by text, descending boolean,
  after_value text, after_id text, most integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  direction text := CASE WHEN descending THEN 'DESC' ELSE 'ASC' END;
  comparison text := CASE WHEN descending THEN '<' ELSE '>' END;
  conditions text := '';
  statement text;
  pattern text;
BEGIN
  IF sort_by NOT IN ('id', 'sort_name', 'sort_email') THEN
    RAISE EXCEPTION 'unknown order %', sort_by;
  END IF;
  FOREACH pattern IN ARRAY patterns LOOP
    conditions := conditions || format(' AND search_text LIKE %L', pattern);
  END LOOP;
  IF cardinality(grams) > 0 THEN
    conditions := conditions || format(' AND search_grams @> %L::text[]', grams);
  END IF;
  IF after_id IS NOT NULL THEN
    conditions := conditions || CASE WHEN sort_by = 'id' THEN format(' AND id %s %L', comparison, after_id)
      ELSE format(' AND (%I, id) %s (%L, %L)', sort_by, comparison, after_value, after_id) END;
  END IF;
  statement := format(
    'SELECT id FROM %I WHERE organisation_id = %L AND company_id = %L AND deleted_at IS NULL%s ORDER BY %s LIMIT %s',
    target, favcrm_organisation_id(), favcrm_company_id(), conditions,
    CASE WHEN sort_by = 'id' THEN 'id ' || direction ELSE format('%I %s, id %s', sort_by, direction, direction) END, most);
  IF favcrm_is_common(target, patterns, grams) THEN
    RETURN QUERY SELECT * FROM favcrm_in_order(statement);
  ELSE
    RETURN QUERY EXECUTE statement;
  END IF;
END $$;

REVOKE ALL ON FUNCTION favcrm_in_order FROM PUBLIC;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
