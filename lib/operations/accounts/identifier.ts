import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { Workspace } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { invalidField } from "@/lib/kernel/refusals";
import { type Phone, readPhone, ruleOfPhone } from "./phone";

/** What identifies a customer. One live account owns each, unless sharing was asked for (a mother and her children). */
export interface Identifier {
  kind: "email" | "phone" | "whatsapp";
  value: string;
}

export const ON_DUPLICATE = ["ask", "share"] as const;

interface Reachable {
  email?: string | null | undefined;
  phone?: string | null | undefined;
  whatsappId?: string | null | undefined;
}

const keyOf = ({ kind, value }: Identifier) => `${kind}:${value}`;

/** The identifiers among an account's or a contact's fields. */
export function identifiersOf({ email, phone, whatsappId }: Reachable): Identifier[] {
  const all = [
    { kind: "email" as const, value: email },
    { kind: "phone" as const, value: phone },
    { kind: "whatsapp" as const, value: whatsappId },
  ];
  return all.flatMap(({ kind, value }) => (value ? [{ kind, value }] : []));
}

/** Reads a phone in the company's region. Throws invalid_input naming `field`. */
export async function phoneOf(db: DatabaseClient, workspace: Workspace, text: string, field = "phone"): Promise<Phone> {
  const region = await phoneRegionOf(db, workspace);
  const phone = readPhone(text, region);
  if (phone) return phone;
  throw invalidField(field, ruleOfPhone(text, region), "+852 9123 4567");
}

/** ISO 3166-1 region that numbers without a prefix belong to. */
export async function phoneRegionOf(
  db: DatabaseClient,
  workspace: Pick<Workspace, "companyId" | "country">,
): Promise<string | null> {
  const company = await db.company.findFirst({ where: { id: workspace.companyId }, select: { phoneRegion: true } });
  return company?.phoneRegion ?? workspace.country;
}

/** Serialises calls that are about to take the same identifiers, so that two at once cannot both find them free. */
async function lockIdentifiers(
  db: DatabaseClient,
  companyId: string,
  identifiers: readonly Identifier[],
): Promise<void> {
  for (const key of identifiers.map(keyOf).sort()) {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${companyId}:${key}`}, 0))`;
  }
}

/** Accounts that hold one of `identifiers`, with what matched. */
export async function ownersOf(
  db: DatabaseClient,
  companyId: string,
  identifiers: readonly Identifier[],
  exceptAccountId?: string,
) {
  if (identifiers.length === 0) return [];
  await lockIdentifiers(db, companyId, identifiers);
  const rows = await db.accountIdentifier.findMany({
    where: {
      OR: identifiers.map(({ kind, value }) => ({ kind, value })),
      ...(exceptAccountId ? { accountId: { not: exceptAccountId } } : {}),
    },
    include: { account: true },
    orderBy: { accountId: "asc" },
    take: 50,
  });
  const owners = new Map(rows.map(({ account }) => [account.id, { account, matchedOn: [] as string[] }]));
  for (const row of rows) owners.get(row.accountId)?.matchedOn.push(row.kind);
  return [...owners.values()];
}
export type Owner = Awaited<ReturnType<typeof ownersOf>>[number];

/** The refusal that shows who is already there. */
export function possibleDuplicate(owners: readonly Owner[], hint?: string): OperationError {
  const candidates = owners.slice(0, 5).map(({ account, matchedOn }) => ({
    accountId: account.id,
    name: account.name,
    localName: account.localName,
    email: account.email,
    phone: account.phone,
    matchedOn,
  }));
  return new OperationError("possible_duplicate", {
    message: `${candidates.map(({ name }) => name).join(", ")} already has this ${owners[0]?.matchedOn.join(" and ")}`,
    ...(hint ? { hint } : {}),
    details: { candidates, field: owners[0]?.matchedOn[0] },
  });
}

const SHARE_HINT =
  'details.candidates shows who has it. Repeat with onDuplicate "share" if they share it on purpose, or call merge_accounts if they are the same customer.';

/**
 * Brings the side table in line with an account and its contacts: takes new identifiers, releases old ones; a deleted
 * account holds none. Throws possible_duplicate unless `share`.
 */
export async function syncIdentifiers(
  db: DatabaseClient,
  { organisationId, companyId }: Workspace,
  accountId: string,
  share = false,
): Promise<void> {
  const [account, held] = await Promise.all([
    db.account.findFirst({
      where: { id: accountId },
      include: { contacts: { where: { deletedAt: null }, select: { email: true, phone: true } } },
    }),
    db.accountIdentifier.findMany({ where: { accountId } }),
  ]);
  const wanted = account && account.deletedAt === null ? [account, ...account.contacts].flatMap(identifiersOf) : [];
  const wantedByKey = new Map(wanted.map((identifier) => [keyOf(identifier), identifier]));
  const heldKeys = new Set(held.map(({ kind, value }) => `${kind}:${value}`));
  const released = held.filter(({ kind, value }) => !wantedByKey.has(`${kind}:${value}`));
  if (released.length > 0) {
    await db.accountIdentifier.deleteMany({
      where: { accountId, OR: released.map(({ kind, value }) => ({ kind, value })) },
    });
  }
  const taken = [...wantedByKey].filter(([key]) => !heldKeys.has(key)).map(([, identifier]) => identifier);
  if (taken.length === 0) return;
  const owners = await ownersOf(db, companyId, taken, accountId);
  if (owners.length > 0 && !share) throw possibleDuplicate(owners, SHARE_HINT);
  const isShared = owners.length > 0;
  if (isShared) {
    await db.accountIdentifier.updateMany({
      where: { OR: taken.map(({ kind, value }) => ({ kind, value })) },
      data: { isShared },
    });
  }
  await db.accountIdentifier.createMany({
    data: taken.map((identifier) => ({ organisationId, companyId, accountId, ...identifier, isShared })),
  });
}
