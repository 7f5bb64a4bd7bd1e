import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { env } from "@/lib/env";
import { newId } from "@/lib/kernel/ids";
import { defaultsOf } from "../workspace/country";

/** What the sign-up asked for, as the code request kept it. */
export type Founding = Record<string, string | null>;

/**
 * The person of a mailbox, made when there is none. The row stays locked until the transaction ends, so two codes of one
 * mailbox that are verified at the same time wait for each other.
 */
export async function personOf(db: DatabaseClient, email: string): Promise<string> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO users (id, email) VALUES (${newId("usr")}, ${email})
    ON CONFLICT (email) DO UPDATE SET updated_at = now()
    RETURNING id`;
  if (!row) throw new Error("The person was not written");
  return row.id;
}

/** Whether a person owns an organisation that is not deleted. */
export async function ownsWorkspace(db: DatabaseClient, userId: string): Promise<boolean> {
  const owned = await db.membership.count({
    where: { userId, role: "owner", removedAt: null, organisation: { deletedAt: null } },
  });
  return owned > 0;
}

/** Makes the organisation, its first company and the owner's membership. Country decides what was not said. */
export async function createOrganisation(db: DatabaseClient, userId: string, founding: Founding) {
  const organisationId = newId("org");
  const companyId = newId("co");
  const country = founding.country ?? null;
  const { timezone, currency, language, phoneRegion, weekStartsOn } = defaultsOf(country);
  const shared = {
    name: founding.organisationName ?? "",
    country,
    timezone: founding.timezone ?? timezone,
    currency,
    language: founding.language ?? language,
  };
  await db.organisation.create({
    data: { id: organisationId, ...shared, industry: founding.industry ?? null, plan: env().plan },
  });
  await db.company.create({ data: { organisationId, id: companyId, ...shared, phoneRegion, weekStartsOn } });
  await db.membership.create({
    data: { organisationId, id: newId("mem"), userId, role: "owner", defaultCompanyId: companyId },
  });
  return { organisationId, companyId };
}
