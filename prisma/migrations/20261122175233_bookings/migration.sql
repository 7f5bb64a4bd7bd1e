-- AlterTable
ALTER TABLE "services" ADD COLUMN     "allowed_tier_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "buffer_after_minutes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "buffer_before_minutes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "category_id" TEXT,
ADD COLUMN     "commission_currency" TEXT,
ADD COLUMN     "commission_type" TEXT,
ADD COLUMN     "commission_value" TEXT,
ADD COLUMN     "cooldown_minutes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "require_login" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "requires_confirmation" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "requires_resource" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "requires_staff" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "sort_order" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "visibility" TEXT NOT NULL DEFAULT 'public';

-- CreateTable
CREATE TABLE "availability_windows" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "day_of_week" INTEGER,
    "date" DATE,
    "start_minute" INTEGER NOT NULL,
    "end_minute" INTEGER NOT NULL,
    "type" TEXT NOT NULL DEFAULT 'available',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "availability_windows_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "closures" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "staff_id" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "source" TEXT NOT NULL DEFAULT 'manual',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "closures_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "service_schedules" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "staff_id" TEXT,
    "resource_id" TEXT,
    "date" DATE NOT NULL,
    "start_minute" INTEGER NOT NULL,
    "end_minute" INTEGER NOT NULL,
    "recurrence" TEXT NOT NULL DEFAULT 'none',
    "by_weekday" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "recurrence_interval" INTEGER NOT NULL DEFAULT 1,
    "recurrence_end_date" DATE,
    "max_capacity" INTEGER,
    "notes" TEXT,
    "status" TEXT NOT NULL DEFAULT 'active',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "service_schedules_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "schedule_occurrences" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "schedule_id" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "staff_id" TEXT,
    "resource_id" TEXT,
    "capacity" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'active',
    "is_override" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "schedule_occurrences_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "bookings" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "occurrence_id" TEXT,
    "account_id" TEXT,
    "customer_name" TEXT NOT NULL,
    "customer_email" TEXT,
    "customer_phone" TEXT,
    "staff_id" TEXT,
    "resource_id" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "local_start" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "participants" INTEGER NOT NULL DEFAULT 1,
    "add_ons" JSONB NOT NULL DEFAULT '[]',
    "price_minor" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "notes" TEXT,
    "source" TEXT NOT NULL DEFAULT 'api',
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "checked_in_at" TIMESTAMPTZ(3),
    "is_late" BOOLEAN NOT NULL DEFAULT false,
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,
    "is_late_cancel" BOOLEAN NOT NULL DEFAULT false,
    "refund_method" TEXT,
    "reminded_at" TIMESTAMPTZ(3),

    CONSTRAINT "bookings_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "booking_allocations" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "unit" INTEGER NOT NULL DEFAULT 1,
    "during" tstzrange NOT NULL,
    "holder_type" TEXT NOT NULL,
    "holder_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "booking_allocations_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "waitlist_entries" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "occurrence_id" TEXT NOT NULL,
    "account_id" TEXT,
    "customer_name" TEXT NOT NULL,
    "customer_email" TEXT,
    "customer_phone" TEXT,
    "participants" INTEGER NOT NULL DEFAULT 1,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "offered_until" TIMESTAMPTZ(3),
    "booking_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "waitlist_entries_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "booking_settings" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "values" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "booking_settings_pkey" PRIMARY KEY ("organisation_id","company_id")
);

-- CreateTable
CREATE TABLE "service_categories" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "sort_order" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "service_categories_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "service_add_ons" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "duration_minutes" INTEGER NOT NULL DEFAULT 0,
    "price_minor" BIGINT NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "service_add_ons_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "staff_members" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "user_id" TEXT,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "sort_order" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_members_pkey" PRIMARY KEY ("organisation_id","company_id","id")
);

-- CreateTable
CREATE TABLE "service_staff" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "staff_id" TEXT NOT NULL,

    CONSTRAINT "service_staff_pkey" PRIMARY KEY ("organisation_id","service_id","staff_id")
);

-- CreateTable
CREATE TABLE "resources" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "capacity" INTEGER NOT NULL DEFAULT 1,
    "status" TEXT NOT NULL DEFAULT 'active',
    "description" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "resources_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "service_resources" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,

    CONSTRAINT "service_resources_pkey" PRIMARY KEY ("organisation_id","service_id","resource_id")
);

-- CreateIndex
CREATE INDEX "availability_windows_organisation_id_company_id_subject_typ_idx" ON "availability_windows"("organisation_id", "company_id", "subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "closures_organisation_id_company_id_starts_at_idx" ON "closures"("organisation_id", "company_id", "starts_at");

-- CreateIndex
CREATE INDEX "service_schedules_organisation_id_company_id_service_id_idx" ON "service_schedules"("organisation_id", "company_id", "service_id");

-- CreateIndex
CREATE INDEX "service_schedules_organisation_id_company_id_staff_id_idx" ON "service_schedules"("organisation_id", "company_id", "staff_id");

-- CreateIndex
CREATE INDEX "service_schedules_organisation_id_resource_id_idx" ON "service_schedules"("organisation_id", "resource_id");

-- CreateIndex
CREATE INDEX "schedule_occurrences_organisation_id_company_id_starts_at_idx" ON "schedule_occurrences"("organisation_id", "company_id", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "schedule_occurrences_organisation_id_schedule_id_date_key" ON "schedule_occurrences"("organisation_id", "schedule_id", "date");

-- CreateIndex
CREATE INDEX "bookings_organisation_id_company_id_starts_at_idx" ON "bookings"("organisation_id", "company_id", "starts_at");

-- CreateIndex
CREATE INDEX "bookings_organisation_id_company_id_account_id_starts_at_idx" ON "bookings"("organisation_id", "company_id", "account_id", "starts_at");

-- CreateIndex
CREATE INDEX "bookings_organisation_id_service_id_starts_at_idx" ON "bookings"("organisation_id", "service_id", "starts_at");

-- CreateIndex
CREATE INDEX "bookings_organisation_id_company_id_staff_id_starts_at_idx" ON "bookings"("organisation_id", "company_id", "staff_id", "starts_at");

-- CreateIndex
CREATE INDEX "bookings_organisation_id_resource_id_starts_at_idx" ON "bookings"("organisation_id", "resource_id", "starts_at");

-- CreateIndex
CREATE INDEX "bookings_organisation_id_occurrence_id_idx" ON "bookings"("organisation_id", "occurrence_id");

-- CreateIndex
CREATE INDEX "booking_allocations_organisation_id_holder_id_idx" ON "booking_allocations"("organisation_id", "holder_id");

-- CreateIndex
CREATE INDEX "waitlist_entries_organisation_id_occurrence_id_status_idx" ON "waitlist_entries"("organisation_id", "occurrence_id", "status");

-- CreateIndex
CREATE INDEX "service_categories_organisation_id_company_id_idx" ON "service_categories"("organisation_id", "company_id");

-- CreateIndex
CREATE INDEX "service_add_ons_organisation_id_service_id_idx" ON "service_add_ons"("organisation_id", "service_id");

-- CreateIndex
CREATE INDEX "staff_members_organisation_id_company_id_user_id_idx" ON "staff_members"("organisation_id", "company_id", "user_id");

-- CreateIndex
CREATE INDEX "service_staff_organisation_id_company_id_staff_id_idx" ON "service_staff"("organisation_id", "company_id", "staff_id");

-- CreateIndex
CREATE INDEX "resources_organisation_id_company_id_idx" ON "resources"("organisation_id", "company_id");

-- CreateIndex
CREATE INDEX "service_resources_organisation_id_resource_id_idx" ON "service_resources"("organisation_id", "resource_id");

-- CreateIndex
CREATE INDEX "services_organisation_id_category_id_idx" ON "services"("organisation_id", "category_id");

-- AddForeignKey
ALTER TABLE "service_schedules" ADD CONSTRAINT "service_schedules_organisation_id_service_id_fkey" FOREIGN KEY ("organisation_id", "service_id") REFERENCES "services"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_schedules" ADD CONSTRAINT "service_schedules_organisation_id_company_id_staff_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "staff_id") REFERENCES "staff_members"("organisation_id", "company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "service_schedules" ADD CONSTRAINT "service_schedules_organisation_id_resource_id_fkey" FOREIGN KEY ("organisation_id", "resource_id") REFERENCES "resources"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "schedule_occurrences" ADD CONSTRAINT "schedule_occurrences_organisation_id_schedule_id_fkey" FOREIGN KEY ("organisation_id", "schedule_id") REFERENCES "service_schedules"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_organisation_id_service_id_fkey" FOREIGN KEY ("organisation_id", "service_id") REFERENCES "services"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_organisation_id_occurrence_id_fkey" FOREIGN KEY ("organisation_id", "occurrence_id") REFERENCES "schedule_occurrences"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_organisation_id_company_id_staff_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "staff_id") REFERENCES "staff_members"("organisation_id", "company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_organisation_id_resource_id_fkey" FOREIGN KEY ("organisation_id", "resource_id") REFERENCES "resources"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_organisation_id_occurrence_id_fkey" FOREIGN KEY ("organisation_id", "occurrence_id") REFERENCES "schedule_occurrences"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "services" ADD CONSTRAINT "services_organisation_id_category_id_fkey" FOREIGN KEY ("organisation_id", "category_id") REFERENCES "service_categories"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "service_add_ons" ADD CONSTRAINT "service_add_ons_organisation_id_service_id_fkey" FOREIGN KEY ("organisation_id", "service_id") REFERENCES "services"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_staff" ADD CONSTRAINT "service_staff_organisation_id_service_id_fkey" FOREIGN KEY ("organisation_id", "service_id") REFERENCES "services"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_staff" ADD CONSTRAINT "service_staff_organisation_id_company_id_staff_id_fkey" FOREIGN KEY ("organisation_id", "company_id", "staff_id") REFERENCES "staff_members"("organisation_id", "company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_resources" ADD CONSTRAINT "service_resources_organisation_id_service_id_fkey" FOREIGN KEY ("organisation_id", "service_id") REFERENCES "services"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_resources" ADD CONSTRAINT "service_resources_organisation_id_resource_id_fkey" FOREIGN KEY ("organisation_id", "resource_id") REFERENCES "resources"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Locks (docs/decisions/0003-tenancy-two-locks.md)
SELECT favcrm_protect('service_categories', 'company');
SELECT favcrm_protect('service_add_ons', 'company');
SELECT favcrm_protect('staff_members', 'company');
SELECT favcrm_protect('service_staff', 'company');
SELECT favcrm_protect('resources', 'company');
SELECT favcrm_protect('service_resources', 'company');
SELECT favcrm_protect('availability_windows', 'company');
SELECT favcrm_protect('closures', 'company');
SELECT favcrm_protect('service_schedules', 'company');
SELECT favcrm_protect('schedule_occurrences', 'company');
SELECT favcrm_protect('bookings', 'company');
SELECT favcrm_protect('booking_allocations', 'company');
SELECT favcrm_protect('waitlist_entries', 'company');
SELECT favcrm_protect('booking_settings', 'company');

-- Nothing bookable is ever taken twice at one time: the database decides, whoever asks first. Ranges are half-open, so one
-- booking may begin when the one before ends, and include both sides' buffers.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE booking_allocations ADD CONSTRAINT booking_allocations_no_overlap
  EXCLUDE USING gist (organisation_id WITH =, subject_id WITH =, unit WITH =, during WITH &&);
ALTER TABLE booking_allocations ADD CONSTRAINT booking_allocations_not_empty CHECK (NOT isempty(during));

-- A class never takes more people than it has places.
ALTER TABLE schedule_occurrences ADD CONSTRAINT schedule_occurrences_capacity CHECK (taken BETWEEN 0 AND capacity);
ALTER TABLE schedule_occurrences ADD CONSTRAINT schedule_occurrences_order CHECK (ends_at > starts_at);
ALTER TABLE bookings ADD CONSTRAINT bookings_order CHECK (ends_at > starts_at);
ALTER TABLE bookings ADD CONSTRAINT bookings_participants CHECK (participants BETWEEN 1 AND 1000);
ALTER TABLE availability_windows ADD CONSTRAINT availability_windows_minutes
  CHECK (start_minute BETWEEN 0 AND 1439 AND end_minute BETWEEN 1 AND 1440 AND end_minute > start_minute);
ALTER TABLE availability_windows ADD CONSTRAINT availability_windows_day
  CHECK ((day_of_week IS NULL) <> (date IS NULL) AND (day_of_week IS NULL OR day_of_week BETWEEN 0 AND 6));
