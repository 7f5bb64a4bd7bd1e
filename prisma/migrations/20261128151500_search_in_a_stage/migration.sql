-- Made and replaced as their owner, whoever migrates.
GRANT CREATE ON SCHEMA public TO favcrm_system;
SET LOCAL ROLE favcrm_system;

DROP FUNCTION favcrm_search;

-- As before, and within one life stage when one is named: the usual filter of a search, and the only one that is part of an
-- index's order (accounts_by_stage). Its customers were gathered by the thousand elsewhere and looked up again one by one.
CREATE FUNCTION favcrm_search(target text, stage text, patterns text[], grams text[], sort_by text, descending boolean,
  after_value text, after_id text, most integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  direction text := CASE WHEN descending THEN 'DESC' ELSE 'ASC' END;
  comparison text := CASE WHEN descending THEN '<' ELSE '>' END;
  listed text;
  sorted text;
  holds text := 'true';
  pattern text;
  span integer;
  hits text[];
BEGIN
  IF target NOT IN ('accounts', 'contacts') OR sort_by NOT IN ('id', 'sort_name', 'sort_email') THEN
    RAISE EXCEPTION 'unknown search % by %', target, sort_by;
  END IF;
  listed := format('%I WHERE organisation_id = %L AND company_id = %L AND deleted_at IS NULL',
    target, favcrm_organisation_id(), favcrm_company_id());
  IF stage IS NOT NULL THEN
    listed := listed || format(' AND life_stage = %L', stage);
  END IF;
  IF after_id IS NOT NULL THEN
    listed := listed || CASE WHEN sort_by = 'id' THEN format(' AND id %s %L', comparison, after_id)
      ELSE format(' AND (%I, id) %s (%L, %L)', sort_by, comparison, after_value, after_id) END;
  END IF;
  sorted := CASE WHEN sort_by = 'id' THEN 'id ' || direction ELSE format('%I %s, id %s', sort_by, direction, direction) END;
  FOREACH pattern IN ARRAY patterns LOOP
    holds := holds || format(' AND search_text LIKE %L', pattern);
  END LOOP;
  IF cardinality(grams) > 0 THEN
    holds := holds || format(' AND search_grams @> %L::text[]', grams);
  END IF;
  -- Only for a page: who wants thousands of hits asks for a rare needle.
  IF most <= 200 THEN
    FOREACH span IN ARRAY ARRAY[20 * most, 200 * most] LOOP
      EXECUTE format('SELECT ARRAY(SELECT id FROM (SELECT * FROM %s ORDER BY %s LIMIT %s) AS first WHERE %s ORDER BY %s LIMIT %s)',
        listed, sorted, span, holds, sorted, most) INTO hits;
      IF cardinality(hits) = most THEN
        RETURN QUERY SELECT unnest(hits);
        RETURN;
      END IF;
      EXIT WHEN cardinality(hits) * 200 < span;
    END LOOP;
  END IF;
  -- First all hits, then their order: the planner would rather read the whole list in order for a short needle nobody has.
  RETURN QUERY EXECUTE format(
    'WITH hits AS MATERIALIZED (SELECT id, %I AS place FROM %s AND %s) SELECT id FROM hits ORDER BY place %s, id %s LIMIT %s',
    sort_by, listed, holds, direction, direction, most);
END $$;

REVOKE ALL ON FUNCTION favcrm_search FROM PUBLIC;
GRANT EXECUTE ON FUNCTION favcrm_search TO favcrm_tenant;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
