-- What is written about a customer while a merge takes that customer in belongs to the one who stays. The merge holds the
-- row, so the writer waits here and then sees it; without this the row would hang on a customer whom nobody sees any more.
CREATE FUNCTION favcrm_follow_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  survivor text;
BEGIN
  LOOP
    SELECT merged_into_id INTO survivor FROM accounts
    WHERE organisation_id = NEW.organisation_id AND company_id = NEW.company_id AND id = NEW.account_id FOR KEY SHARE;
    EXIT WHEN survivor IS NULL;
    NEW.account_id := survivor;
  END LOOP;
  RETURN NEW;
END $$;

-- The tables whose rows a merge moves or copies (lib/operations/accounts/merge.ts). Moving a row to a customer counts as
-- writing it; a merge that is taken back first lets the merged customer live again, then moves its rows.
CREATE TRIGGER follow_merge BEFORE INSERT OR UPDATE OF account_id ON contacts FOR EACH ROW
  WHEN (NEW.account_id IS NOT NULL) EXECUTE FUNCTION favcrm_follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT OR UPDATE OF account_id ON notes FOR EACH ROW
  WHEN (NEW.account_id IS NOT NULL) EXECUTE FUNCTION favcrm_follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT OR UPDATE OF account_id ON deals FOR EACH ROW
  WHEN (NEW.account_id IS NOT NULL) EXECUTE FUNCTION favcrm_follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT OR UPDATE OF account_id ON tasks FOR EACH ROW
  WHEN (NEW.account_id IS NOT NULL) EXECUTE FUNCTION favcrm_follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT OR UPDATE OF account_id ON bookings FOR EACH ROW
  WHEN (NEW.account_id IS NOT NULL) EXECUTE FUNCTION favcrm_follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT OR UPDATE OF account_id ON waitlist_entries FOR EACH ROW
  WHEN (NEW.account_id IS NOT NULL) EXECUTE FUNCTION favcrm_follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT ON account_tags FOR EACH ROW EXECUTE FUNCTION favcrm_follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT ON segment_members FOR EACH ROW EXECUTE FUNCTION favcrm_follow_merge();
