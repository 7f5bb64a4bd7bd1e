-- AlterTable
ALTER TABLE "personal_data_erasures" ADD COLUMN     "account_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];
