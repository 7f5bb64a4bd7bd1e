-- CreateTable
CREATE TABLE "import_uploads" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "label" TEXT,
    "token_hash" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "leased_until" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3),
    "delete_after" TIMESTAMPTZ(3),
    "format" TEXT,
    "encoding" TEXT,
    "separator" TEXT,
    "byte_count" INTEGER NOT NULL DEFAULT 0,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "columns" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "remarks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "failure" TEXT,
    "actor_label" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "import_uploads_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "import_rows" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "upload_id" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "cells" TEXT[],
    "problem" TEXT,
    "account_id" TEXT,
    "held" JSONB,

    CONSTRAINT "import_rows_pkey" PRIMARY KEY ("organisation_id","company_id","upload_id","row")
);

-- CreateTable
CREATE TABLE "import_effects" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "import_id" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "contact_id" TEXT,
    "filled" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "version_after" INTEGER,

    CONSTRAINT "import_effects_pkey" PRIMARY KEY ("organisation_id","company_id","import_id","row")
);

-- CreateIndex
CREATE UNIQUE INDEX "import_uploads_token_hash_key" ON "import_uploads"("token_hash");

-- AddForeignKey
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_organisation_id_company_id_upload_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "upload_id") REFERENCES "import_uploads"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What earlier imports added is kept in the new place, so that they can still be taken back.
INSERT INTO import_effects (organisation_id, company_id, import_id, "row", kind, account_id)
SELECT i.organisation_id, i.company_id, i.id, c.place::int, 'created', c.account_id
FROM account_imports i CROSS JOIN LATERAL unnest(i.created_ids) WITH ORDINALITY AS c (account_id, place);

-- AlterTable
ALTER TABLE "account_imports" DROP COLUMN "created_ids",
ADD COLUMN     "created_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "failure" TEXT,
ADD COLUMN     "finished_at" TIMESTAMPTZ(3),
ADD COLUMN     "joined_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "key_id" TEXT,
ADD COLUMN     "last_row" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "leased_until" TIMESTAMPTZ(3),
ADD COLUMN     "mapping" JSONB,
ADD COLUMN     "options" JSONB,
ADD COLUMN     "processed_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "started_at" TIMESTAMPTZ(3),
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'done',
ADD COLUMN     "upload_id" TEXT,
ADD COLUMN     "user_id" TEXT;

UPDATE account_imports i SET processed_count = row_count, finished_at = created_at,
  created_count = (SELECT count(*) FROM import_effects e
    WHERE e.organisation_id = i.organisation_id AND e.company_id = i.company_id AND e.import_id = i.id);

ALTER TABLE import_uploads ADD CONSTRAINT import_uploads_company_fkey FOREIGN KEY (organisation_id, company_id)
  REFERENCES companies (organisation_id, id) ON DELETE CASCADE;
ALTER TABLE import_effects ADD CONSTRAINT import_effects_import_fkey FOREIGN KEY (organisation_id, company_id, import_id)
  REFERENCES account_imports (organisation_id, company_id, id) ON DELETE CASCADE;
SELECT favcrm_protect('import_uploads', 'company');
SELECT favcrm_protect('import_rows', 'company');
SELECT favcrm_protect('import_effects', 'company');

-- What the sweeps look for: imports to be worked on, and files whose time is over.
CREATE INDEX account_imports_unfinished_idx ON account_imports (created_at) WHERE status IN ('queued', 'running', 'undoing');
CREATE INDEX import_uploads_delete_after_idx ON import_uploads (coalesce(delete_after, expires_at));

-- A queued import wakes the worker in the same transaction. Without a worker's schema the row simply waits for the sweep.
CREATE FUNCTION favcrm_wake_import() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF to_regnamespace('graphile_worker') IS NOT NULL THEN
    BEGIN
      PERFORM graphile_worker.add_job('run_imports', '{}'::json, job_key := 'run_imports', max_attempts := 1);
    EXCEPTION WHEN undefined_function OR undefined_table OR insufficient_privilege THEN NULL;
    END;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER wake_import AFTER INSERT ON account_imports FOR EACH ROW WHEN (NEW.status = 'queued')
  EXECUTE FUNCTION favcrm_wake_import();

-- A company's first import makes large tables of empty ones within seconds, long before the database looks at them by itself;
-- until then it plans as if they were empty. The job that imports may ask it to look, and can do nothing else with this.
CREATE FUNCTION favcrm_refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  ANALYZE accounts, contacts, account_identifiers, account_tags, import_rows, import_effects;
END $$;
REVOKE ALL ON FUNCTION favcrm_refresh_statistics FROM PUBLIC;
GRANT EXECUTE ON FUNCTION favcrm_refresh_statistics TO favcrm_system;
