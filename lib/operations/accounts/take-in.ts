import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { differences } from "@/lib/kernel/inverse";
import { lockRow } from "@/lib/kernel/versions";
import { contactLookup, toContactView } from "../contacts/contact";
import { type AccountRow, toAccountView, UPDATABLE } from "./account";
import { type columnsOf, lookupColumns } from "./account-values";
import { syncIdentifiers } from "./identifier";

const NO_TWINS = { possibleDuplicates: [], deletedTwins: [], withdrawn: [] };
type Columns = Awaited<ReturnType<typeof columnsOf>>;

/** Adds a newcomer as a contact of a customer who has the same mail or phone. */
export async function linkContact(
  { db, caller, note }: TenantContext,
  account: AccountRow,
  columns: Columns & { name: string },
) {
  const { organisationId, companyId } = caller.workspace;
  const person = {
    name: columns.name,
    localName: columns.localName ?? null,
    email: columns.email ?? null,
    phone: columns.phone ?? null,
    jobTitle: null,
  };
  const contact = await db.contact.create({
    data: {
      organisationId,
      companyId,
      id: newId("con"),
      accountId: account.id,
      ...person,
      phoneOriginal: columns.phoneOriginal ?? null,
      ...contactLookup(person),
    },
  });
  await syncIdentifiers(db, caller.workspace, account.id);
  const view = toContactView(contact);
  note({ entityId: contact.id, after: view });
  return { account: toAccountView(account), contact: view, outcome: "linked" as const, ...NO_TWINS };
}

/** Fills the empty fields of a customer who has the same mail or phone; what is there stays. */
export async function fillAccount({ db, caller, note }: TenantContext, account: AccountRow, columns: Columns) {
  await lockRow(db, "accounts", account.id);
  const current = await db.account.findFirstOrThrow({ where: { id: account.id } });
  const fresh = Object.entries(columns).filter(
    ([name, value]) => value !== undefined && value !== null && current[name as keyof AccountRow] === null,
  );
  const data = Object.fromEntries(fresh);
  await db.account.updateMany({
    where: { id: account.id },
    data: { ...data, ...lookupColumns({ ...current, ...data }), version: { increment: 1 } },
  });
  await syncIdentifiers(db, caller.workspace, account.id);
  const before = toAccountView(current);
  const after = toAccountView(await db.account.findFirstOrThrow({ where: { id: account.id } }));
  note({ entityId: account.id, ...differences(before, after, UPDATABLE) });
  return { account: after, contact: null, outcome: "merged" as const, ...NO_TWINS };
}
