import "server-only";
import { normalizeMailbox } from "@/lib/auth/mailbox";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import type { Workspace } from "@/lib/kernel/context";
import { accountsOfPage, type ListedAccount } from "./account-rows";
import { type Identifier, phoneRegionOf } from "./identifier";
import { readPhone } from "./phone";
import { searchIds } from "./search-index";
import { needleOf } from "./search-text";

const MOST = 100;
const MOST_CONTACTS = 5;
/** Seven digits or more, with what people write between them. */
const PHONE = /^\+?(?:[\s().-]*\d){7,15}[\s().-]*$/;

/** The mail or phone that a search is as a whole, as customers own it. */
async function identifierOf(db: DatabaseClient, workspace: Workspace, search: string): Promise<Identifier | null> {
  if (search.includes("@")) {
    const value = normalizeMailbox(search);
    return value ? { kind: "email", value } : null;
  }
  const phone = PHONE.test(search) ? readPhone(search, await phoneRegionOf(db, workspace)) : null;
  return phone && { kind: "phone", value: phone.e164 };
}

interface Asked {
  search: string;
  where: Prisma.AccountWhereInput;
  except: readonly { id: string }[];
}

/**
 * Customers who own the mail or phone of a search otherwise than in their own fields: it came with a merge, or is a contact
 * person's. One look into the index of identifiers.
 */
export async function foundByIdentifier(
  db: DatabaseClient,
  workspace: Workspace,
  { search, where, except }: Asked,
): Promise<ListedAccount[]> {
  const identifier = await identifierOf(db, workspace, search);
  if (!identifier) return [];
  const owners = await db.accountIdentifier.findMany({ where: identifier, select: { accountId: true }, take: MOST });
  const known = new Set(except.map(({ id }) => id));
  const ids = owners.flatMap(({ accountId }) => (known.has(accountId) ? [] : [accountId]));
  if (ids.length === 0) return [];
  const rows = await db.account.findMany({
    where: { AND: [{ id: { in: ids }, deletedAt: null }, where] },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  return accountsOfPage(db, Prisma.sql`unnest(${rows.map(({ id }) => id)}::text[])`);
}

/** How many contact persons hold what was searched for, up to five. */
export async function countContacts(db: DatabaseClient, search: string): Promise<number> {
  const needle = needleOf(search);
  if (!needle) return 0;
  const page = { sort: "createdAt" as const, descending: true, after: null, most: MOST_CONTACTS };
  const ids = await searchIds(db, "contacts", needle, page);
  return ids.length === 0 ? 0 : db.contact.count({ where: { id: { in: ids }, account: { deletedAt: null } } });
}
