-- One call may have been about many customers. When one of them is erased, the event about all of them loses what was that
-- person's and keeps the rest, so that it can still be read and undone for the others.
GRANT CREATE ON SCHEMA public TO favcrm_system;
SET LOCAL ROLE favcrm_system;

-- A value without what is about the given ids or holds one of the texts. Elements of lists go alone. An object goes whole
-- when one of its own values names the person, for the values beside it are the person's too; null when nothing is left.
CREATE FUNCTION favcrm_without(value jsonb, hits text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  kept jsonb;
  item record;
  rest jsonb;
BEGIN
  CASE jsonb_typeof(value)
  WHEN 'array' THEN
    SELECT jsonb_agg(w.rest ORDER BY w.place) INTO kept
    FROM (SELECT favcrm_without(e.element, hits) AS rest, e.place
      FROM jsonb_array_elements(value) WITH ORDINALITY AS e (element, place)) w
    WHERE w.rest IS NOT NULL;
    RETURN CASE WHEN jsonb_array_length(value) = 0 THEN value ELSE kept END;
  WHEN 'object' THEN
    kept := '{}';
    FOR item IN SELECT e.key, e.value FROM jsonb_each(value) AS e LOOP
      rest := favcrm_without(item.value, hits);
      IF rest IS NULL OR favcrm_without(to_jsonb(item.key), hits) IS NULL THEN
        RETURN NULL;
      END IF;
      kept := kept || jsonb_build_object(item.key, rest);
    END LOOP;
    RETURN kept;
  ELSE
    RETURN CASE WHEN EXISTS (
      SELECT FROM unnest(hits) AS hit WHERE strpos(lower(value #>> '{}'), lower(hit)) > 0) THEN NULL ELSE value END;
  END CASE;
END $$;

CREATE OR REPLACE FUNCTION favcrm_scrub_audit(ids text[], needles text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  hits text[] := ids || needles;
  gone constant jsonb := '{"erased": true}';
  scrubbed integer;
BEGIN
  UPDATE audit_events SET
    arguments = CASE WHEN entity_id = ANY (ids) THEN gone ELSE coalesce(favcrm_without(arguments, hits), gone) END,
    before = CASE WHEN before IS NULL THEN NULL WHEN entity_id = ANY (ids) THEN gone
      ELSE coalesce(favcrm_without(before, hits), gone) END,
    after = CASE WHEN after IS NULL THEN NULL WHEN entity_id = ANY (ids) THEN gone
      ELSE coalesce(favcrm_without(after, hits), gone) END,
    summary = CASE WHEN entity_id = ANY (ids) OR EXISTS (
      SELECT FROM unnest(hits) AS hit WHERE strpos(lower(summary), lower(hit)) > 0) THEN 'erased' ELSE summary END
  WHERE organisation_id = favcrm_organisation_id() AND company_id = favcrm_company_id()
    AND (entity_id = ANY (ids) OR EXISTS (
      SELECT FROM unnest(hits) AS needle
      WHERE strpos(lower(concat_ws(' ', arguments::text, before::text, after::text, summary)), lower(needle)) > 0));
  GET DIAGNOSTICS scrubbed = ROW_COUNT;
  RETURN scrubbed;
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
