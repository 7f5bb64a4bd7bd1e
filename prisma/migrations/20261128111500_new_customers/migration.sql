-- A list of customers is written by the thousand, and every row of it was looked at twice for nothing.

-- Whom a transaction makes nobody else sees, so a merge cannot take them in meanwhile: a transaction that says so (with
-- favcrm.new_customers, for as long as it writes about them) need not have each row's customer looked up.
DROP TRIGGER follow_merge ON contacts;
CREATE TRIGGER follow_merge BEFORE INSERT OR UPDATE OF account_id ON contacts FOR EACH ROW
  WHEN (NEW.account_id IS NOT NULL AND current_setting('favcrm.new_customers', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION favcrm_follow_merge();
DROP TRIGGER follow_merge ON account_tags;
CREATE TRIGGER follow_merge BEFORE INSERT ON account_tags FOR EACH ROW
  WHEN (current_setting('favcrm.new_customers', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION favcrm_follow_merge();

-- What hangs on a customer is the customer's company's: the key to the customer holds organisation and company, and the
-- customer's own key to the company holds that the company is there.
ALTER TABLE contacts DROP CONSTRAINT contacts_company_fkey;
ALTER TABLE account_identifiers DROP CONSTRAINT account_identifiers_company_fkey;
ALTER TABLE account_tags DROP CONSTRAINT account_tags_company_fkey;
