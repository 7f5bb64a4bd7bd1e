import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { noSuch } from "@/lib/kernel/refusals";
import { writeUnawaited } from "@/lib/kernel/unawaited";
import { requireMember } from "../team/find-member";
import type { AccountRow } from "./account";
import { phoneOf } from "./identifier";
import { fold, searchColumns } from "./search-text";

/** The values a caller may give for an account; absent leaves as is, null clears. */
export interface AccountValues {
  name?: string | undefined;
  localName?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  type?: string | undefined;
  lifeStage?: string | undefined;
  source?: string | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  whatsappId?: string | null | undefined;
  language?: string | null | undefined;
  gender?: string | null | undefined;
  dateOfBirth?: string | null | undefined;
  address?: string | null | undefined;
  notes?: string | null | undefined;
  assignedTo?: string | null | undefined;
  memberCode?: string | null | undefined;
  referredByAccountId?: string | null | undefined;
}

/** Columns for the given values: the phone read, the birthday a date, the people named checked to exist here. */
export async function columnsOf(context: TenantContext, values: AccountValues) {
  const { db, caller } = context;
  const { phone, dateOfBirth, assignedTo, referredByAccountId, ...plain } = values;
  const assigned = assignedTo ? await requireMember(db, assignedTo, "assignedTo") : null;
  if (referredByAccountId) await requireAccount(db, referredByAccountId, "referredByAccountId");
  const read = phone ? await phoneOf(db, caller.workspace, phone) : null;
  return {
    ...plain,
    ...(phone === undefined ? {} : { phone: read?.e164 ?? null, phoneOriginal: read?.original ?? null }),
    ...(dateOfBirth === undefined
      ? {}
      : { dateOfBirth: dateOfBirth === null ? null : new Date(`${dateOfBirth}T00:00:00Z`) }),
    ...(assignedTo === undefined ? {} : { assignedTo: assigned?.userId ?? null }),
    ...(referredByAccountId === undefined ? {} : { referredByAccountId }),
  };
}

/** The columns by which an account is found and sorted. */
export function lookupColumns(
  row: Pick<
    AccountRow,
    "name" | "localName" | "firstName" | "lastName" | "email" | "phone" | "memberCode" | "whatsappId"
  >,
) {
  const { name, localName, firstName, lastName, email, phone, memberCode, whatsappId } = row;
  return {
    ...searchColumns([name, localName, firstName, lastName, email, phone, memberCode, whatsappId]),
    sortName: fold(name),
    sortEmail: email ?? "",
  };
}

/** The live account. Throws not_found naming `field`. */
export async function requireAccount(db: TenantContext["db"], id: string, field = "accountId") {
  const row = await db.account.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw noSuch(field, "customer", "search_members");
  return row;
}

/** Refuses a member code that another customer carries. */
export async function requireFreeCode(db: TenantContext["db"], memberCode: string, exceptId?: string): Promise<void> {
  const other = await db.account.findFirst({
    where: { memberCode, deletedAt: null, ...(exceptId ? { id: { not: exceptId } } : {}) },
    select: { id: true, name: true },
  });
  if (other) {
    throw new OperationError("conflict", {
      reason: "memberCode",
      message: `memberCode: ${other.name} already carries this code`,
      hint: "Use another code, or clear it on the other customer first.",
      details: { field: "memberCode", accountId: other.id, name: other.name },
    });
  }
}

/** Working on something of a customer's is activity of the customer. */
export async function touchAccount(db: TenantContext["db"], accountId: string | null): Promise<void> {
  if (accountId === null) return;
  await writeUnawaited(db, "UPDATE accounts SET last_activity_at = now(), updated_at = now() WHERE id = $1", accountId);
}
