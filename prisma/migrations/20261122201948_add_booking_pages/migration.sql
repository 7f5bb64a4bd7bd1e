-- CreateTable
CREATE TABLE "booking_pages" (
    "organisation_id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "is_on" BOOLEAN NOT NULL DEFAULT false,
    "welcome" TEXT,
    "address" TEXT,
    "guests" TEXT NOT NULL DEFAULT 'all',
    "frame_ancestors" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "booking_pages_pkey" PRIMARY KEY ("organisation_id","company_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "booking_pages_slug_key" ON "booking_pages"("slug");

-- AddForeignKey
ALTER TABLE "booking_pages" ADD CONSTRAINT "booking_pages_organisation_id_company_id_fkey" FOREIGN KEY ("organisation_id", "company_id") REFERENCES "companies"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE booking_pages
  ADD CONSTRAINT booking_pages_slug_form CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) BETWEEN 3 AND 60),
  ADD CONSTRAINT booking_pages_guests_known CHECK (guests IN ('all', 'where_allowed'));

SELECT favcrm_protect('booking_pages', 'company');
