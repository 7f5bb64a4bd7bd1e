-- DropIndex
DROP INDEX "custom_field_values_organisation_id_company_id_contact_id_idx";

-- DropIndex
DROP INDEX "custom_field_values_organisation_id_company_id_deal_id_idx";

-- AlterTable
ALTER TABLE "custom_field_values" ADD COLUMN     "booking_id" TEXT;

-- CreateIndex
CREATE INDEX "waitlist_entries_organisation_id_company_id_account_id_idx" ON "waitlist_entries"("organisation_id", "company_id", "account_id");

-- A booking is a matter of the books and outlives whatever happens to its customer: deleting a customer keeps the row, a
-- merge moves bookings along, an erasure takes names off them. So an account that bookings point to cannot be removed.
-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "custom_field_values" ADD CONSTRAINT "custom_field_values_organisation_id_booking_id_fkey" FOREIGN KEY ("organisation_id", "booking_id") REFERENCES "bookings"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Partial: nearly every value belongs to a customer, and the few others need no index over all of them.
CREATE INDEX custom_field_values_of_contacts ON custom_field_values (organisation_id, company_id, contact_id)
  WHERE contact_id IS NOT NULL;
CREATE INDEX custom_field_values_of_deals ON custom_field_values (organisation_id, company_id, deal_id)
  WHERE deal_id IS NOT NULL;
CREATE INDEX custom_field_values_of_bookings ON custom_field_values (organisation_id, booking_id)
  WHERE booking_id IS NOT NULL;

-- A plan's quotas are the organisation's, and a tenant sees one company: this counts across them and tells the number only.
CREATE FUNCTION favcrm_usage(quota text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE quota
    WHEN 'customers' THEN (SELECT count(*)::integer FROM accounts
      WHERE organisation_id = favcrm_organisation_id() AND deleted_at IS NULL)
    WHEN 'bookingsPerMonth' THEN (SELECT count(*)::integer FROM bookings
      WHERE organisation_id = favcrm_organisation_id() AND created_at >= date_trunc('month', now(), 'UTC'))
  END
$$;
GRANT CREATE ON SCHEMA public TO favcrm_system;
ALTER FUNCTION favcrm_usage OWNER TO favcrm_system;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
REVOKE ALL ON FUNCTION favcrm_usage FROM PUBLIC;
GRANT EXECUTE ON FUNCTION favcrm_usage TO favcrm_tenant, favcrm_system;
