-- An erasure looked for each id and text of a person in each event, and turned the event into text again for each of them: a
-- customer with a thousand records could not be erased from a trail of fifty thousand events in the time that a call has.
GRANT CREATE ON SCHEMA public TO favcrm_system;
SET LOCAL ROLE favcrm_system;

-- Ids by what follows their prefix, to be looked up among those that a text holds.
CREATE FUNCTION favcrm_known_ids(ids text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(right(id, 24), true), '{}') FROM unnest(ids) AS id
$$;

-- Whether a text holds one of the ids, or one of the needles in whatever case. The needles are in lower case.
CREATE FUNCTION favcrm_mentions(told text, known_ids jsonb, needles text[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  low constant text := lower(told);
  needle text;
BEGIN
  IF known_ids ?| ARRAY(SELECT id[1] FROM regexp_matches(told, '_([0-9A-Za-z]{24})', 'g') AS id) THEN
    RETURN true;
  END IF;
  FOREACH needle IN ARRAY needles LOOP
    IF strpos(low, needle) > 0 THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;

CREATE OR REPLACE FUNCTION favcrm_scrub_audit(ids text[], needles text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  hits text[] := ids || needles;
  known_ids constant jsonb := favcrm_known_ids(ids);
  low_needles constant text[] := ARRAY(SELECT lower(needle) FROM unnest(needles) AS needle);
  gone constant jsonb := '{"erased": true}';
  scrubbed integer;
BEGIN
  UPDATE audit_events SET
    arguments = CASE WHEN entity_id = ANY (ids) THEN gone ELSE coalesce(favcrm_without(arguments, hits), gone) END,
    before = CASE WHEN before IS NULL THEN NULL WHEN entity_id = ANY (ids) THEN gone
      ELSE coalesce(favcrm_without(before, hits), gone) END,
    after = CASE WHEN after IS NULL THEN NULL WHEN entity_id = ANY (ids) THEN gone
      ELSE coalesce(favcrm_without(after, hits), gone) END,
    summary = CASE WHEN entity_id = ANY (ids) OR favcrm_mentions(summary, known_ids, low_needles) THEN 'erased' ELSE summary END
  WHERE organisation_id = favcrm_organisation_id() AND company_id = favcrm_company_id()
    AND favcrm_mentions(concat_ws(' ', entity_id, arguments::text, before::text, after::text, summary), known_ids, low_needles);
  GET DIAGNOSTICS scrubbed = ROW_COUNT;
  RETURN scrubbed;
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
