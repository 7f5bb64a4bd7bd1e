-- CreateTable
CREATE TABLE "account_imports" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "label" TEXT,
    "row_count" INTEGER NOT NULL,
    "created_ids" TEXT[],
    "problem_count" INTEGER NOT NULL,
    "actor_label" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_imports_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "personal_data_erasures" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "receipt" JSONB NOT NULL,
    "actor_label" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "personal_data_erasures_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateIndex
CREATE INDEX "personal_data_erasures_organisation_id_company_id_account_i_idx" ON "personal_data_erasures"("organisation_id", "company_id", "account_id");

ALTER TABLE account_imports ADD CONSTRAINT account_imports_company_fkey FOREIGN KEY (organisation_id, company_id)
  REFERENCES companies (organisation_id, id) ON DELETE CASCADE;
ALTER TABLE personal_data_erasures ADD CONSTRAINT personal_data_erasures_company_fkey
  FOREIGN KEY (organisation_id, company_id) REFERENCES companies (organisation_id, id) ON DELETE CASCADE;
SELECT favcrm_protect('account_imports', 'company');
SELECT favcrm_protect('personal_data_erasures', 'company');
-- A receipt is evidence: it is written once.
REVOKE UPDATE, DELETE ON personal_data_erasures FROM favcrm_tenant;

-- The audit trail is append-only for tenants, and still a person's values in it must go when the person is erased. This
-- function empties values of the current company's events that are about the given ids or hold one of the texts, and can
-- do nothing else: who did what and when stays.
CREATE FUNCTION favcrm_scrub_audit(ids text[], needles text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  scrubbed integer;
BEGIN
  UPDATE audit_events SET
    arguments = '{"erased": true}',
    before = CASE WHEN before IS NULL THEN NULL ELSE '{"erased": true}'::jsonb END,
    after = CASE WHEN after IS NULL THEN NULL ELSE '{"erased": true}'::jsonb END,
    summary = 'erased'
  WHERE organisation_id = favcrm_organisation_id() AND company_id = favcrm_company_id()
    AND (entity_id = ANY (ids) OR EXISTS (
      SELECT FROM unnest(ids || needles) AS needle
      WHERE strpos(lower(concat_ws(' ', arguments::text, before::text, after::text, summary)), lower(needle)) > 0));
  GET DIAGNOSTICS scrubbed = ROW_COUNT;
  RETURN scrubbed;
END $$;
GRANT CREATE ON SCHEMA public TO favcrm_system;
ALTER FUNCTION favcrm_scrub_audit OWNER TO favcrm_system;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
REVOKE ALL ON FUNCTION favcrm_scrub_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION favcrm_scrub_audit TO favcrm_tenant, favcrm_system;
