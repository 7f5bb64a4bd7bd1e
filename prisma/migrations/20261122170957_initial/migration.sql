-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "verification_requests" (
    "id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "mailbox_key" TEXT NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "locale" TEXT NOT NULL DEFAULT 'en',
    "ip" TEXT,
    "user_agent" TEXT,
    "idempotency_key_hash" TEXT,
    "wrong_guesses" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "organisation_id" TEXT,
    "api_key_id" TEXT,

    CONSTRAINT "verification_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "scopes" TEXT[],
    "parent_id" TEXT,
    "ancestor_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "allowed_networks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_by_actor" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(3),
    "first_used_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "last_used_client" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_reason" TEXT,
    "revoked_by_actor" TEXT,
    "replaced_by_id" TEXT,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "api_key_networks" (
    "organisation_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "api_key_networks_pkey" PRIMARY KEY ("organisation_id","key_id","network")
);

-- CreateTable
CREATE TABLE "leak_reports" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "url" TEXT,
    "reported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "leak_reports_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "organisation_id" TEXT,
    "company_id" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "idle_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkeys" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkeys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_challenges" (
    "id" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_challenges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pairings" (
    "id" TEXT NOT NULL,
    "user_code_hash" TEXT NOT NULL,
    "poll_token_hash" TEXT NOT NULL,
    "device_name" TEXT NOT NULL,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "ip" TEXT,
    "user_agent" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "organisation_id" TEXT,
    "company_id" TEXT,
    "user_id" TEXT,
    "api_key_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pairings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisations" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "industry" TEXT,
    "country" TEXT,
    "timezone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "plan" TEXT NOT NULL,
    "logo" BYTEA,
    "logo_type" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "organisations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "companies" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "country" TEXT,
    "timezone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "phone_region" TEXT,
    "week_starts_on" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "companies_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "locale" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "display_name" TEXT,
    "modules" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "permissions" JSONB NOT NULL DEFAULT '[]',
    "default_company_id" TEXT NOT NULL,
    "invited_by_key_id" TEXT,
    "keys_reviewed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "team_invites" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "role" TEXT NOT NULL,
    "modules" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "permissions" JSONB NOT NULL DEFAULT '[]',
    "company_id" TEXT NOT NULL,
    "created_by_key_id" TEXT,
    "created_by_user_id" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "team_invites_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "company_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_label" TEXT,
    "operation" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "error_code" TEXT,
    "summary" TEXT,
    "request_id" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "ip" TEXT,
    "client" TEXT,
    "arguments" JSONB,
    "before" JSONB,
    "after" JSONB,
    "entity_id" TEXT,
    "duration_ms" INTEGER NOT NULL,
    "undone_by_event_id" TEXT,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "system_audit_events" (
    "id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "actor_type" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "error_code" TEXT,
    "summary" TEXT,
    "request_id" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "ip" TEXT,
    "client" TEXT,
    "arguments" JSONB,
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "system_audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_mails" (
    "id" TEXT NOT NULL,
    "organisation_id" TEXT,
    "template" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "data" JSONB NOT NULL DEFAULT '{}',
    "verification_id" TEXT,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "leased_until" TIMESTAMPTZ(3),
    "not_after" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "provider" TEXT,
    "provider_message_id" TEXT,
    "last_error" TEXT,

    CONSTRAINT "outbox_mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_records" (
    "organisation_id" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "output" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("organisation_id","actor_id","operation","key")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "services" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "type" TEXT NOT NULL DEFAULT 'one_on_one',
    "duration_minutes" INTEGER NOT NULL,
    "price_minor" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "capacity" INTEGER NOT NULL DEFAULT 1,
    "status" TEXT NOT NULL DEFAULT 'active',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "services_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "verification_requests_expires_at_idx" ON "verification_requests"("expires_at");

-- CreateIndex
CREATE INDEX "verification_requests_mailbox_key_idx" ON "verification_requests"("mailbox_key");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_organisation_id_company_id_idx" ON "api_keys"("organisation_id", "company_id");

-- CreateIndex
CREATE INDEX "api_keys_organisation_id_user_id_idx" ON "api_keys"("organisation_id", "user_id");

-- CreateIndex
CREATE INDEX "api_keys_organisation_id_parent_id_idx" ON "api_keys"("organisation_id", "parent_id");

-- CreateIndex
CREATE INDEX "leak_reports_organisation_id_key_id_idx" ON "leak_reports"("organisation_id", "key_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkeys_credential_id_key" ON "passkeys"("credential_id");

-- CreateIndex
CREATE INDEX "passkeys_user_id_idx" ON "passkeys"("user_id");

-- CreateIndex
CREATE INDEX "passkey_challenges_expires_at_idx" ON "passkey_challenges"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "pairings_user_code_hash_key" ON "pairings"("user_code_hash");

-- CreateIndex
CREATE INDEX "pairings_expires_at_idx" ON "pairings"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE INDEX "memberships_organisation_id_default_company_id_idx" ON "memberships"("organisation_id", "default_company_id");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_organisation_id_user_id_key" ON "memberships"("organisation_id", "user_id");

-- CreateIndex
CREATE INDEX "team_invites_organisation_id_created_by_key_id_idx" ON "team_invites"("organisation_id", "created_by_key_id");

-- CreateIndex
CREATE INDEX "audit_events_organisation_id_occurred_at_idx" ON "audit_events"("organisation_id", "occurred_at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_organisation_id_actor_id_occurred_at_idx" ON "audit_events"("organisation_id", "actor_id", "occurred_at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_organisation_id_entity_id_idx" ON "audit_events"("organisation_id", "entity_id");

-- CreateIndex
CREATE INDEX "system_audit_events_occurred_at_idx" ON "system_audit_events"("occurred_at");

-- CreateIndex
CREATE INDEX "outbox_mails_status_next_attempt_at_idx" ON "outbox_mails"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "outbox_mails_verification_id_idx" ON "outbox_mails"("verification_id");

-- CreateIndex
CREATE INDEX "outbox_mails_recipient_created_at_idx" ON "outbox_mails"("recipient", "created_at");

-- CreateIndex
CREATE INDEX "outbox_mails_organisation_id_idx" ON "outbox_mails"("organisation_id");

-- CreateIndex
CREATE INDEX "idempotency_records_expires_at_idx" ON "idempotency_records"("expires_at");

-- CreateIndex
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits"("expire");

-- CreateIndex
CREATE INDEX "services_organisation_id_company_id_id_idx" ON "services"("organisation_id", "company_id", "id");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organisation_id_company_id_fkey" FOREIGN KEY ("organisation_id", "company_id") REFERENCES "companies"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organisation_id_user_id_fkey" FOREIGN KEY ("organisation_id", "user_id") REFERENCES "memberships"("organisation_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_networks" ADD CONSTRAINT "api_key_networks_organisation_id_key_id_fkey" FOREIGN KEY ("organisation_id", "key_id") REFERENCES "api_keys"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leak_reports" ADD CONSTRAINT "leak_reports_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "companies" ADD CONSTRAINT "companies_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organisation_id_default_company_id_fkey" FOREIGN KEY ("organisation_id", "default_company_id") REFERENCES "companies"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_invites" ADD CONSTRAINT "team_invites_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "services" ADD CONSTRAINT "services_organisation_id_company_id_fkey" FOREIGN KEY ("organisation_id", "company_id") REFERENCES "companies"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Roles, policies and triggers (docs/decisions/0003-tenancy-two-locks.md)

-- Two NOLOGIN roles, entered with SET LOCAL ROLE at the start of every transaction. A superuser would see every row even
-- under FORCE ROW LEVEL SECURITY, and most DATABASE_URLs are superusers. Roles belong to the cluster, so another database
-- of the same server may have made them already.
DO $$
BEGIN
  BEGIN
    CREATE ROLE favcrm_tenant NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  BEGIN
    CREATE ROLE favcrm_system NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  EXECUTE format('GRANT favcrm_tenant, favcrm_system TO %I WITH SET TRUE, INHERIT FALSE', current_user);
END $$;

GRANT USAGE ON SCHEMA public TO favcrm_tenant, favcrm_system;

-- The tenant of the running transaction; null outside one, so that every policy below refuses.
CREATE FUNCTION favcrm_organisation_id() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('favcrm.organisation_id', true), '');
CREATE FUNCTION favcrm_company_id() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('favcrm.company_id', true), '');

-- Puts one table behind the locks: every later migration calls this for each table it creates.
--   scope 'company':      rows of the current organisation and company
--   scope 'organisation': rows of the current organisation
--   scope 'system':       no row for a tenant
CREATE FUNCTION favcrm_protect(target regclass, scope text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  visible text := CASE scope
    WHEN 'company' THEN 'organisation_id = favcrm_organisation_id() AND company_id = favcrm_company_id()'
    WHEN 'organisation' THEN 'organisation_id = favcrm_organisation_id()'
    WHEN 'system' THEN NULL
  END;
BEGIN
  IF scope NOT IN ('company', 'organisation', 'system') THEN
    RAISE EXCEPTION 'unknown scope %', scope;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY system_rows ON %s TO favcrm_system USING (true) WITH CHECK (true)', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO favcrm_system', target);
  IF visible IS NOT NULL THEN
    EXECUTE format('CREATE POLICY tenant_rows ON %s TO favcrm_tenant USING (%s) WITH CHECK (%s)', target, visible, visible);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO favcrm_tenant', target);
  END IF;
END $$;

SELECT favcrm_protect('companies', 'organisation');
SELECT favcrm_protect('memberships', 'organisation');
SELECT favcrm_protect('team_invites', 'organisation');
SELECT favcrm_protect('api_keys', 'organisation');
SELECT favcrm_protect('api_key_networks', 'organisation');
SELECT favcrm_protect('leak_reports', 'organisation');
SELECT favcrm_protect('audit_events', 'organisation');
SELECT favcrm_protect('idempotency_records', 'organisation');
SELECT favcrm_protect('outbox_mails', 'organisation');
SELECT favcrm_protect('services', 'company');
SELECT favcrm_protect('organisations', 'system');
SELECT favcrm_protect('users', 'system');
SELECT favcrm_protect('verification_requests', 'system');
SELECT favcrm_protect('sessions', 'system');
SELECT favcrm_protect('passkeys', 'system');
SELECT favcrm_protect('passkey_challenges', 'system');
SELECT favcrm_protect('pairings', 'system');
SELECT favcrm_protect('system_audit_events', 'system');
SELECT favcrm_protect('rate_limits', 'system');

-- The organisation's own row: its tenant reads and changes it; it is made and deleted by the system only.
CREATE POLICY tenant_rows ON organisations TO favcrm_tenant
  USING (id = favcrm_organisation_id()) WITH CHECK (id = favcrm_organisation_id());
GRANT SELECT, UPDATE ON organisations TO favcrm_tenant;

-- People are shared between organisations: a tenant reads its own members and changes nobody.
CREATE POLICY tenant_rows ON users FOR SELECT TO favcrm_tenant
  USING (EXISTS (SELECT FROM memberships m WHERE m.user_id = users.id AND m.organisation_id = favcrm_organisation_id()));
GRANT SELECT ON users TO favcrm_tenant;

-- The audit trail is append-only for tenants; taking a change back may only mark which event did so.
REVOKE UPDATE, DELETE ON audit_events FROM favcrm_tenant;
GRANT UPDATE (undone_by_event_id) ON audit_events TO favcrm_tenant;

-- A queued mail wakes the worker in the same transaction. Without a worker's schema the row simply waits for the sweep.
CREATE FUNCTION favcrm_wake_mail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF to_regnamespace('graphile_worker') IS NOT NULL THEN
    BEGIN
      PERFORM graphile_worker.add_job('deliver_mail', json_build_object('id', NEW.id), max_attempts := 1);
    EXCEPTION WHEN undefined_function OR undefined_table OR insufficient_privilege THEN NULL;
    END;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER wake_mail AFTER INSERT ON outbox_mails FOR EACH ROW EXECUTE FUNCTION favcrm_wake_mail();

-- Live activity: one notification for each organisation of a batch.
CREATE FUNCTION favcrm_announce_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('favcrm_activity', organisation_id) FROM (SELECT DISTINCT organisation_id FROM added) AS organisations;
  RETURN NULL;
END $$;
CREATE TRIGGER announce_activity AFTER INSERT ON audit_events REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION favcrm_announce_activity();
