-- CreateTable
CREATE TABLE "saved_views" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" JSONB NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "owner_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

ALTER TABLE saved_views ADD CONSTRAINT saved_views_company_fkey FOREIGN KEY (organisation_id, company_id)
  REFERENCES companies (organisation_id, id) ON DELETE CASCADE;
SELECT favcrm_protect('saved_views', 'company');

-- Deleted customers are few and listed newest first, so that they can be brought back.
CREATE INDEX accounts_restorable ON accounts (organisation_id, company_id, id)
  WHERE deleted_at IS NOT NULL AND merged_into_id IS NULL AND erased_at IS NULL;
