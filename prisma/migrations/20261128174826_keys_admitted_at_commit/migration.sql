-- A change by a key and the end of that key meet at one advisory lock of the organisation, held until the commit: changes
-- share it, whoever ends a key holds it alone. So no change commits after the answer that confirms the end.

-- Made as their owner, whoever migrates.
GRANT CREATE ON SCHEMA public TO favcrm_system;
SET LOCAL ROLE favcrm_system;

-- Waits until the changes that were admitted are committed; until this transaction ends, no other is admitted.
CREATE FUNCTION favcrm_hold_keys(organisation text) RETURNS text
LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('keys:' || organisation, 0));
  SELECT set_config('favcrm.holds_keys', organisation, true)
$$;

-- True while the key works, and for the transaction that holds the keys and ended this one: a key may revoke itself.
-- Otherwise FAV01. Of several statements, because the key must be looked at after the lock was waited for.
CREATE FUNCTION favcrm_admit_key(organisation text, key text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('keys:' || organisation, 0));
  PERFORM FROM api_keys k
    WHERE k.organisation_id = organisation AND k.id = key
      AND ((k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp()))
        OR (k.xmin = pg_current_xact_id()::xid AND current_setting('favcrm.holds_keys', true) = organisation));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'The key has ended' USING ERRCODE = 'FAV01';
  END IF;
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION favcrm_hold_keys(text), favcrm_admit_key(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION favcrm_hold_keys(text), favcrm_admit_key(text, text) TO favcrm_tenant;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
