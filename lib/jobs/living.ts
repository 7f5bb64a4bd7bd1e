import { Prisma } from "@/lib/db/client";

/** Condition of a job's rows: a deleted organisation's work rests, and goes on when its owner restores it. */
export const ofLivingOrganisation = (organisationId: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT FROM organisations living WHERE living.id = ${organisationId} AND living.deleted_at IS NULL)`;
