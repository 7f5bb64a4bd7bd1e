-- AlterTable
ALTER TABLE "pairings" ADD COLUMN     "interval_seconds" INTEGER NOT NULL DEFAULT 2,
ADD COLUMN     "key_life_seconds" INTEGER,
ADD COLUMN     "last_polled_at" TIMESTAMPTZ(3);
