-- Live activity announces what happened, not who looked: a page that redraws itself on news is itself recorded as a read,
-- and would otherwise wake itself for ever.
CREATE OR REPLACE FUNCTION favcrm_announce_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('favcrm_activity', organisation_id)
  FROM (SELECT DISTINCT organisation_id FROM added WHERE NOT (surface = 'portal' AND effect = 'read')) AS organisations;
  RETURN NULL;
END $$;
