-- The home page counts customers by life stage and members. Nothing but the key: equal keys share one entry, so that the
-- million customers of a company are 7 MB. The other index holds members only.
CREATE INDEX accounts_stages ON accounts (organisation_id, company_id, life_stage) WHERE deleted_at IS NULL;
CREATE INDEX accounts_members ON accounts (organisation_id, company_id, member_since) INCLUDE (membership_expires_at)
  WHERE deleted_at IS NULL AND member_since IS NOT NULL;

-- Made and replaced as their owner, whoever migrates.
GRANT CREATE ON SCHEMA public TO favcrm_system;
SET LOCAL ROLE favcrm_system;

-- As before, but a common needle is found by trying: the first rows of the list in its order, and more of them if one of
-- two hundred held it. What does not fill a page there is gathered by the index over parts of words. A sample of the newest
-- rows said less, cost as much as the page itself, and sent a name that is common but far down the list through all of it.
CREATE OR REPLACE FUNCTION favcrm_search(target text, patterns text[], grams text[], sort_by text, descending boolean,
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

DROP FUNCTION favcrm_in_order;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
