-- CreateTable
CREATE TABLE "accounts" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "local_name" TEXT,
    "first_name" TEXT,
    "last_name" TEXT,
    "type" TEXT NOT NULL DEFAULT 'individual',
    "life_stage" TEXT NOT NULL DEFAULT 'active',
    "source" TEXT NOT NULL DEFAULT 'api',
    "email" TEXT,
    "phone" TEXT,
    "phone_original" TEXT,
    "whatsapp_id" TEXT,
    "language" TEXT,
    "gender" TEXT,
    "date_of_birth" DATE,
    "address" TEXT,
    "notes" TEXT,
    "assigned_to" TEXT,
    "referred_by_account_id" TEXT,
    "member_code" TEXT,
    "member_since" TIMESTAMPTZ(3),
    "membership_expires_at" TIMESTAMPTZ(3),
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "last_booking_at" TIMESTAMPTZ(3),
    "search_text" TEXT NOT NULL,
    "search_grams" TEXT[],
    "sort_name" TEXT NOT NULL,
    "sort_email" TEXT NOT NULL DEFAULT '',
    "merged_into_id" TEXT,
    "erased_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "account_identifiers" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "account_identifiers_pkey" PRIMARY KEY ("organisation_id","company_id","kind","value","account_id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "local_name" TEXT,
    "job_title" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "phone_original" TEXT,
    "is_primary" BOOLEAN NOT NULL DEFAULT false,
    "search_text" TEXT NOT NULL,
    "search_grams" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "tags" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "color" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "tags_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "account_tags" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "tag_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "account_tags_pkey" PRIMARY KEY ("organisation_id","company_id","tag_id","account_id")
);

-- CreateTable
CREATE TABLE "notes" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "account_id" TEXT,
    "contact_id" TEXT,
    "deal_id" TEXT,
    "body" TEXT NOT NULL,
    "author_id" TEXT,
    "author_label" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "notes_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "custom_field_definitions" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "field_name" TEXT NOT NULL,
    "field_label" TEXT NOT NULL,
    "field_type" TEXT NOT NULL,
    "options" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "is_required" BOOLEAN NOT NULL DEFAULT false,
    "sort_order" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "custom_field_definitions_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "custom_field_values" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "definition_id" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "value" TEXT NOT NULL,
    "number_value" DOUBLE PRECISION,
    "date_value" DATE,
    "account_id" TEXT,
    "contact_id" TEXT,
    "deal_id" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "custom_field_values_pkey" PRIMARY KEY ("organisation_id","company_id","definition_id","entity_id","position")
);

-- CreateTable
CREATE TABLE "consent_records" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "proof" TEXT,
    "actor_label" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "is_current" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "consent_records_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "account_merges" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "survivor_id" TEXT NOT NULL,
    "merged_id" TEXT NOT NULL,
    "moved" JSONB NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_merges_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "pipelines" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "pipelines_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "pipeline_stages" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "pipeline_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "probability" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "pipeline_stages_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "deals" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "pipeline_id" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    "amount_minor" BIGINT,
    "currency" TEXT NOT NULL,
    "owner_id" TEXT,
    "deal_type" TEXT,
    "account_id" TEXT,
    "contact_id" TEXT,
    "closing_date" DATE,
    "description" TEXT,
    "probability" INTEGER,
    "stage_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "closed_at" TIMESTAMPTZ(3),
    "search_text" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "deals_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "segments" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "description" TEXT,
    "segment_type" TEXT NOT NULL DEFAULT 'DYNAMIC',
    "criteria" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "segments_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "segment_members" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "segment_members_pkey" PRIMARY KEY ("organisation_id","company_id","segment_id","account_id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "status" TEXT NOT NULL DEFAULT 'todo',
    "priority" TEXT NOT NULL DEFAULT 'medium',
    "due_date" DATE,
    "due_at" TIMESTAMPTZ(3),
    "has_due_time" BOOLEAN NOT NULL DEFAULT false,
    "account_id" TEXT,
    "assignee_id" TEXT,
    "completed_at" TIMESTAMPTZ(3),
    "created_by_label" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateIndex
CREATE INDEX "accounts_organisation_id_company_id_referred_by_account_id_idx" ON "accounts"("organisation_id", "company_id", "referred_by_account_id");

-- CreateIndex
CREATE INDEX "accounts_organisation_id_assigned_to_idx" ON "accounts"("organisation_id", "assigned_to");

-- CreateIndex
CREATE INDEX "account_identifiers_organisation_id_company_id_account_id_idx" ON "account_identifiers"("organisation_id", "company_id", "account_id");

-- CreateIndex
CREATE INDEX "contacts_organisation_id_company_id_account_id_idx" ON "contacts"("organisation_id", "company_id", "account_id");

-- CreateIndex
CREATE INDEX "account_tags_organisation_id_company_id_account_id_idx" ON "account_tags"("organisation_id", "company_id", "account_id");

-- CreateIndex
CREATE INDEX "notes_organisation_id_company_id_account_id_id_idx" ON "notes"("organisation_id", "company_id", "account_id", "id" DESC);

-- CreateIndex
CREATE INDEX "notes_organisation_id_company_id_contact_id_idx" ON "notes"("organisation_id", "company_id", "contact_id");

-- CreateIndex
CREATE INDEX "notes_organisation_id_company_id_deal_id_idx" ON "notes"("organisation_id", "company_id", "deal_id");

-- CreateIndex
CREATE INDEX "custom_field_values_organisation_id_company_id_account_id_idx" ON "custom_field_values"("organisation_id", "company_id", "account_id");

-- CreateIndex
CREATE INDEX "custom_field_values_organisation_id_company_id_contact_id_idx" ON "custom_field_values"("organisation_id", "company_id", "contact_id");

-- CreateIndex
CREATE INDEX "custom_field_values_organisation_id_company_id_deal_id_idx" ON "custom_field_values"("organisation_id", "company_id", "deal_id");

-- CreateIndex
CREATE INDEX "consent_records_organisation_id_company_id_account_id_idx" ON "consent_records"("organisation_id", "company_id", "account_id");

-- CreateIndex
CREATE INDEX "account_merges_organisation_id_company_id_survivor_id_idx" ON "account_merges"("organisation_id", "company_id", "survivor_id");

-- CreateIndex
CREATE INDEX "account_merges_organisation_id_company_id_merged_id_idx" ON "account_merges"("organisation_id", "company_id", "merged_id");

-- CreateIndex
CREATE INDEX "pipeline_stages_organisation_id_company_id_pipeline_id_idx" ON "pipeline_stages"("organisation_id", "company_id", "pipeline_id");

-- CreateIndex
CREATE INDEX "deals_organisation_id_company_id_pipeline_id_idx" ON "deals"("organisation_id", "company_id", "pipeline_id");

-- CreateIndex
CREATE INDEX "deals_organisation_id_company_id_stage_id_idx" ON "deals"("organisation_id", "company_id", "stage_id");

-- CreateIndex
CREATE INDEX "deals_organisation_id_company_id_account_id_idx" ON "deals"("organisation_id", "company_id", "account_id");

-- CreateIndex
CREATE INDEX "deals_organisation_id_company_id_contact_id_idx" ON "deals"("organisation_id", "company_id", "contact_id");

-- CreateIndex
CREATE INDEX "deals_organisation_id_owner_id_idx" ON "deals"("organisation_id", "owner_id");

-- CreateIndex
CREATE INDEX "segment_members_organisation_id_company_id_account_id_idx" ON "segment_members"("organisation_id", "company_id", "account_id");

-- CreateIndex
CREATE INDEX "tasks_organisation_id_company_id_account_id_idx" ON "tasks"("organisation_id", "company_id", "account_id");

-- CreateIndex
CREATE INDEX "tasks_organisation_id_assignee_id_idx" ON "tasks"("organisation_id", "assignee_id");

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_organisation_id_company_id_referred_by_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "referred_by_account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "account_identifiers" ADD CONSTRAINT "account_identifiers_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_tags" ADD CONSTRAINT "account_tags_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_tags" ADD CONSTRAINT "account_tags_organisation_id_company_id_tag_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "tag_id") REFERENCES "tags"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notes" ADD CONSTRAINT "notes_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notes" ADD CONSTRAINT "notes_organisation_id_company_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "contact_id") REFERENCES "contacts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notes" ADD CONSTRAINT "notes_organisation_id_company_id_deal_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "deal_id") REFERENCES "deals"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_values" ADD CONSTRAINT "custom_field_values_organisation_id_company_id_definition__fkey" FOREIGN KEY ("organisation_id", "company_id", "definition_id") REFERENCES "custom_field_definitions"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_values" ADD CONSTRAINT "custom_field_values_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_values" ADD CONSTRAINT "custom_field_values_organisation_id_company_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "contact_id") REFERENCES "contacts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_values" ADD CONSTRAINT "custom_field_values_organisation_id_company_id_deal_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "deal_id") REFERENCES "deals"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_records" ADD CONSTRAINT "consent_records_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_stages" ADD CONSTRAINT "pipeline_stages_organisation_id_company_id_pipeline_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "pipeline_id") REFERENCES "pipelines"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organisation_id_company_id_pipeline_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "pipeline_id") REFERENCES "pipelines"("organisation_id", "company_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organisation_id_company_id_stage_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "stage_id") REFERENCES "pipeline_stages"("organisation_id", "company_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organisation_id_company_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "contact_id") REFERENCES "contacts"("organisation_id", "company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "segment_members" ADD CONSTRAINT "segment_members_organisation_id_company_id_segment_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "segment_id") REFERENCES "segments"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_members" ADD CONSTRAINT "segment_members_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_organisation_id_company_id_account_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "account_id") REFERENCES "accounts"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every row belongs to a company of its organisation; its people are members of the organisation.
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['accounts', 'account_identifiers', 'contacts', 'tags', 'account_tags', 'notes',
    'custom_field_definitions', 'custom_field_values', 'consent_records', 'account_merges', 'pipelines',
    'pipeline_stages', 'deals', 'tasks', 'segments', 'segment_members']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (organisation_id, company_id)
      REFERENCES companies (organisation_id, id) ON DELETE CASCADE', target, target || '_company_fkey');
    PERFORM favcrm_protect(target::regclass, 'company');
  END LOOP;
END $$;
ALTER TABLE accounts ADD CONSTRAINT accounts_assigned_to_fkey FOREIGN KEY (organisation_id, assigned_to)
  REFERENCES memberships (organisation_id, user_id) ON DELETE SET NULL (assigned_to);
ALTER TABLE deals ADD CONSTRAINT deals_owner_id_fkey FOREIGN KEY (organisation_id, owner_id)
  REFERENCES memberships (organisation_id, user_id) ON DELETE SET NULL (owner_id);
ALTER TABLE tasks ADD CONSTRAINT tasks_assignee_id_fkey FOREIGN KEY (organisation_id, assignee_id)
  REFERENCES memberships (organisation_id, id) ON DELETE SET NULL (assignee_id);

-- One live owner of a mail address, phone or messenger identity, unless it is shared on purpose. A deleted account has none.
CREATE UNIQUE INDEX account_identifiers_unshared ON account_identifiers (organisation_id, company_id, kind, value)
  WHERE NOT is_shared;
CREATE UNIQUE INDEX accounts_member_code ON accounts (organisation_id, company_id, member_code)
  WHERE member_code IS NOT NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX tags_name ON tags (organisation_id, company_id, name_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX segments_name ON segments (organisation_id, company_id, name_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX custom_field_definitions_name
  ON custom_field_definitions (organisation_id, company_id, entity_type, field_name) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX contacts_one_primary ON contacts (organisation_id, company_id, account_id)
  WHERE is_primary AND deleted_at IS NULL;
CREATE UNIQUE INDEX consent_records_current ON consent_records (organisation_id, company_id, account_id, channel, purpose)
  WHERE is_current;
CREATE UNIQUE INDEX pipelines_one_default ON pipelines (organisation_id, company_id) WHERE is_default;

-- The pages people and agents ask for: newest first (the primary key), by name, by mail, by what they did last.
CREATE INDEX accounts_by_name ON accounts (organisation_id, company_id, sort_name, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_email ON accounts (organisation_id, company_id, sort_email, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_activity ON accounts (organisation_id, company_id, last_activity_at, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_booking ON accounts (organisation_id, company_id, last_booking_at, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_stage ON accounts (organisation_id, company_id, life_stage, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_source ON accounts (organisation_id, company_id, source, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_creation ON accounts (organisation_id, company_id, created_at) WHERE deleted_at IS NULL;
CREATE INDEX custom_field_values_by_text ON custom_field_values (organisation_id, company_id, definition_id, left(value, 200));
CREATE INDEX custom_field_values_by_number ON custom_field_values (organisation_id, company_id, definition_id, number_value)
  WHERE number_value IS NOT NULL;
CREATE INDEX custom_field_values_by_date ON custom_field_values (organisation_id, company_id, definition_id, date_value)
  WHERE date_value IS NOT NULL;
CREATE INDEX tasks_by_due ON tasks (organisation_id, company_id, status, due_at) WHERE deleted_at IS NULL;

-- Search by parts of words. The company stands first, so that one company's search never walks another's names.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX accounts_search ON accounts USING gin (company_id, search_text gin_trgm_ops, search_grams)
  WHERE deleted_at IS NULL;
CREATE INDEX contacts_search ON contacts USING gin (company_id, search_text gin_trgm_ops, search_grams)
  WHERE deleted_at IS NULL;

-- LIKE and array operators are not leakproof, so under row-level security PostgreSQL may not use an index for them: a
-- search would read every row of the tenant. This function looks as favcrm_system, names the tenant itself, and gives ids
-- only, a bounded page of them in the order of the list.
CREATE FUNCTION favcrm_search(target text, patterns text[], grams text[], sort_by text, descending boolean,
  after_value text, after_id text, most integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  direction text := CASE WHEN descending THEN 'DESC' ELSE 'ASC' END;
  comparison text := CASE WHEN descending THEN '<' ELSE '>' END;
  conditions text := '';
  pattern text;
BEGIN
  IF target NOT IN ('accounts', 'contacts') OR sort_by NOT IN ('id', 'sort_name', 'sort_email') THEN
    RAISE EXCEPTION 'unknown search %', target;
  END IF;
  FOREACH pattern IN ARRAY patterns LOOP
    conditions := conditions || format(' AND search_text LIKE %L', pattern);
  END LOOP;
  IF cardinality(grams) > 0 THEN
    conditions := conditions || format(' AND search_grams @> %L::text[]', grams);
  END IF;
  IF after_id IS NOT NULL THEN
    conditions := conditions || CASE WHEN sort_by = 'id' THEN format(' AND id %s %L', comparison, after_id)
      ELSE format(' AND (%I, id) %s (%L, %L)', sort_by, comparison, after_value, after_id) END;
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT id FROM %I WHERE organisation_id = %L AND company_id = %L AND deleted_at IS NULL%s ORDER BY %s LIMIT %s',
    target, favcrm_organisation_id(), favcrm_company_id(), conditions,
    CASE WHEN sort_by = 'id' THEN 'id ' || direction ELSE format('%I %s, id %s', sort_by, direction, direction) END, most);
END $$;

-- A company starts with one pipeline, so that the first deal has somewhere to stand.
CREATE FUNCTION favcrm_short_id(prefix text) RETURNS text LANGUAGE sql VOLATILE
  RETURN prefix || '_' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 24);
CREATE FUNCTION favcrm_make_pipeline(organisation text, company text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pipeline text := favcrm_short_id('pipe');
BEGIN
  INSERT INTO pipelines (organisation_id, company_id, id, name, is_default)
    VALUES (organisation, company, pipeline, 'Sales', true);
  INSERT INTO pipeline_stages (organisation_id, company_id, id, pipeline_id, name, position, probability, outcome)
    SELECT organisation, company, favcrm_short_id('stg'), pipeline, stages.name, place, chance, result
    FROM (VALUES ('Lead', 1, 10, 'open'), ('Qualified', 2, 25, 'open'), ('Proposal', 3, 50, 'open'),
      ('Negotiation', 4, 75, 'open'), ('Won', 5, 100, 'won'), ('Lost', 6, 0, 'lost'))
      AS stages (name, place, chance, result);
END $$;
CREATE FUNCTION favcrm_first_pipeline() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM favcrm_make_pipeline(NEW.organisation_id, NEW.id);
  RETURN NULL;
END $$;

-- They run as favcrm_system, whoever migrates: a login that is no superuser is bound by the policies itself.
GRANT CREATE ON SCHEMA public TO favcrm_system;
ALTER FUNCTION favcrm_search OWNER TO favcrm_system;
ALTER FUNCTION favcrm_make_pipeline OWNER TO favcrm_system;
ALTER FUNCTION favcrm_first_pipeline OWNER TO favcrm_system;
REVOKE CREATE ON SCHEMA public FROM favcrm_system;
REVOKE ALL ON FUNCTION favcrm_search, favcrm_make_pipeline FROM PUBLIC;
GRANT EXECUTE ON FUNCTION favcrm_search TO favcrm_tenant, favcrm_system;
GRANT EXECUTE ON FUNCTION favcrm_make_pipeline TO favcrm_system;
CREATE TRIGGER first_pipeline AFTER INSERT ON companies FOR EACH ROW EXECUTE FUNCTION favcrm_first_pipeline();

-- Companies that exist already get theirs.
SET LOCAL ROLE favcrm_system;
SELECT favcrm_make_pipeline(organisation_id, id) FROM companies;
RESET ROLE;
