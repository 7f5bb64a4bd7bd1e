-- AlterTable
ALTER TABLE "bookings" ADD COLUMN     "is_staff_chosen" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "booking_id" TEXT;

-- CreateIndex
CREATE INDEX "tasks_organisation_id_booking_id_idx" ON "tasks"("organisation_id", "booking_id");

-- By hand: with the tenant's column kept when a booking goes.
ALTER TABLE tasks ADD CONSTRAINT tasks_booking_id_fkey FOREIGN KEY (organisation_id, booking_id)
  REFERENCES bookings (organisation_id, id) ON DELETE SET NULL (booking_id);
