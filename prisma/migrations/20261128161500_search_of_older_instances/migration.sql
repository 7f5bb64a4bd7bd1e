-- Made and replaced as their owner, whoever migrates.
GRANT CREATE ON SCHEMA public TO favcrm_system;
SET LOCAL ROLE favcrm_system;

-- Instances of the version before ask without a life stage until each of them is replaced.
CREATE FUNCTION favcrm_search(target text, patterns text[], grams text[], sort_by text, descending boolean,
  after_value text, after_id text, most integer) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT favcrm_search(target, NULL::text, patterns, grams, sort_by, descending, after_value, after_id, most)
$$;

REVOKE ALL ON FUNCTION favcrm_search(text, text[], text[], text, boolean, text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION favcrm_search(text, text[], text[], text, boolean, text, text, integer) TO favcrm_tenant;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
