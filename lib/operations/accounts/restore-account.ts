import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { enforceQuota } from "@/lib/kernel/quota";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { accountIdField, accountView, toAccountView } from "./account";
import { requireFreeCode } from "./account-values";
import { deleteAccount } from "./delete-account";
import { ON_DUPLICATE, syncIdentifiers } from "./identifier";

const deletion = (): AnyOperation => deleteAccount;

export const restoreAccount = defineOperation({
  name: "restore_account",
  title: "Restore a customer",
  description:
    "Brings a deleted customer back with everything that belonged to it. If somebody else took the mail or phone meanwhile, the answer is possible_duplicate; repeat with onDuplicate share to let both have it.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({
    accountId: accountIdField,
    onDuplicate: z
      .enum(ON_DUPLICATE)
      .default("ask")
      .meta({
        description: "When the mail or phone was taken meanwhile: ask refuses, share lets both have it.",
        examples: ["ask"],
      }),
  }),
  output: z.object({ account: accountView }),
  renderType: "record",
  summary: ({ account }) => `${account.name} is back`,
  undo: undoById(deletion, "accountId"),

  async run(context, { accountId, onDuplicate }) {
    const { db, caller, note } = context;
    await lockRow(db, "accounts", accountId);
    const row = await db.account.findFirst({ where: { id: accountId } });
    if (!row) throw noSuch("accountId", "customer", "search_members");
    requireRestorable(row);
    if (row.memberCode) await requireFreeCode(db, row.memberCode);
    await enforceQuota(context, "customers");
    await db.account.updateMany({ where: { id: accountId }, data: { deletedAt: null, version: { increment: 1 } } });
    await syncIdentifiers(db, caller.workspace, accountId, onDuplicate === "share");
    const account = toAccountView(await db.account.findFirstOrThrow({ where: { id: accountId } }));
    note({
      entityId: accountId,
      before: { deletedAt: row.deletedAt?.toISOString() ?? null },
      after: { deletedAt: null },
    });
    return { account };
  },
});

function requireRestorable(row: { deletedAt: Date | null; erasedAt: Date | null; mergedIntoId: string | null }): void {
  if (row.deletedAt === null) {
    throw new OperationError("precondition_failed", {
      reason: "notDeleted",
      message: "This customer is not deleted.",
      hint: "Nothing to do.",
    });
  }
  if (row.erasedAt !== null) {
    throw new OperationError("precondition_failed", {
      reason: "erased",
      message: "The personal data of this customer was erased.",
      hint: "Erased data cannot come back; create the customer anew.",
    });
  }
  if (row.mergedIntoId !== null) {
    throw new OperationError("precondition_failed", {
      reason: "merged",
      message: "This customer was merged into another.",
      hint: "Call unmerge_accounts to part them again.",
      details: { mergedIntoId: row.mergedIntoId },
    });
  }
}
