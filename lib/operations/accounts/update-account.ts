import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { expectedVersionField } from "@/lib/kernel/fields";
import { differences, undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { contactLookup } from "../contacts/contact";
import {
  type AccountRow,
  accountFields,
  accountIdField,
  accountView,
  clearable,
  toAccountView,
  UPDATABLE,
} from "./account";
import {
  type columnsOf,
  lookupColumns,
  columnsOf as readColumns,
  requireAccount,
  requireFreeCode,
} from "./account-values";
import { ON_DUPLICATE, syncIdentifiers } from "./identifier";

const { name, type, lifeStage, source, ...rest } = accountFields;

const self = (): AnyOperation => updateAccount;

export const updateAccount = defineOperation({
  name: "update_account",
  title: "Update a customer",
  description:
    "Changes the named fields of a customer and leaves the others; null clears a field. Pass the version you read as expectedVersion to be told when somebody changed the record meanwhile. A mail or phone that another customer has is refused with possible_duplicate. undo_change takes the change back.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({
    accountId: accountIdField,
    name: name.optional(),
    type: type.optional(),
    lifeStage: lifeStage.optional(),
    source: source.optional(),
    localName: clearable(rest.localName),
    firstName: clearable(rest.firstName),
    lastName: clearable(rest.lastName),
    email: clearable(rest.email),
    phone: clearable(rest.phone),
    whatsappId: clearable(rest.whatsappId),
    language: clearable(rest.language),
    gender: clearable(rest.gender),
    dateOfBirth: clearable(rest.dateOfBirth),
    address: clearable(rest.address),
    notes: clearable(rest.notes),
    assignedTo: clearable(rest.assignedTo),
    memberCode: clearable(rest.memberCode),
    referredByAccountId: clearable(rest.referredByAccountId),
    onDuplicate: z
      .enum(ON_DUPLICATE)
      .default("ask")
      .meta({
        description: "When another customer has the new mail or phone: ask refuses, share lets both have it.",
        examples: ["ask"],
      }),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ account: accountView }),
  renderType: "record",
  summary: ({ account }) => `${account.name} updated`,
  undo: undoUpdate(self, "accountId"),

  async run(context, { accountId, expectedVersion, onDuplicate, ...values }) {
    const { db, caller, note } = context;
    await lockRow(db, "accounts", accountId);
    const row = await requireAccount(db, accountId);
    const before = toAccountView(row);
    requireVersion(row.version, expectedVersion, accountView, () => before);
    if (values.referredByAccountId === accountId) throw invalidField("referredByAccountId", "must be another customer");
    const columns = await readColumns(context, values);
    if (columns.memberCode) await requireFreeCode(db, columns.memberCode, accountId);
    await db.account.updateMany({
      where: { id: accountId },
      data: { ...columns, ...lookupColumns({ ...row, ...withoutUndefined(columns) }), version: { increment: 1 } },
    });
    await followInPrimaryContact(context, row, columns);
    await syncIdentifiers(db, caller.workspace, accountId, onDuplicate === "share");
    const account = toAccountView(await requireAccount(db, accountId));
    note({ entityId: accountId, ...differences(before, account, UPDATABLE) });
    return { account };
  },
});

type Columns = Awaited<ReturnType<typeof columnsOf>>;

function withoutUndefined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** A person's primary contact is the person: where it held the old value, it gets the new one. */
async function followInPrimaryContact({ db }: TenantContext, row: AccountRow, columns: Columns): Promise<void> {
  if (row.type !== "individual") return;
  const contact = await db.contact.findFirst({ where: { accountId: row.id, isPrimary: true, deletedAt: null } });
  if (!contact) return;
  const data = {
    ...(columns.name !== undefined && contact.name === row.name ? { name: columns.name } : {}),
    ...(columns.localName !== undefined && contact.localName === row.localName ? { localName: columns.localName } : {}),
    ...(columns.email !== undefined && contact.email === row.email ? { email: columns.email } : {}),
    ...(columns.phone !== undefined && contact.phone === row.phone
      ? { phone: columns.phone, phoneOriginal: columns.phoneOriginal ?? null }
      : {}),
  };
  if (Object.keys(data).length === 0) return;
  await db.contact.updateMany({
    where: { id: contact.id },
    data: { ...data, ...contactLookup({ ...contact, ...data }), version: { increment: 1 } },
  });
}
