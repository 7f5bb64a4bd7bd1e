import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { idField } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { type AccountRow, accountView, toAccountView } from "./account";
import { lookupColumns, requireAccount, requireFreeCode } from "./account-values";
import { syncIdentifiers } from "./identifier";
import { dropBelongings, type MergeRecord, mergeRecord, moveRowsBack } from "./merge";
import { mergeAccounts } from "./merge-accounts";
import { partConsents } from "./merge-consents";

const inverse = (): AnyOperation => mergeAccounts;

/** Filled fields that still hold what the merge put there are emptied again; what somebody changed since stays. */
function emptiedOf(survivor: AccountRow, filled: MergeRecord["filled"]): Partial<AccountRow> {
  const current = JSON.parse(JSON.stringify(survivor)) as Record<string, unknown>;
  const untouched = Object.entries(filled).filter(([name, value]) => current[name] === value);
  return Object.fromEntries(untouched.map(([name]) => [name, null]));
}

export const unmergeAccounts = defineOperation({
  name: "unmerge_accounts",
  title: "Part merged customers",
  description:
    "Takes a merge back: the merged customer returns with what it had, the other loses what it was given. What was added or changed since the merge stays where it is. mergeId is in the answer of merge_accounts.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({ mergeId: idField("mrg", "Id of the merge, from merge_accounts.") }),
  output: z.object({ survivor: accountView, account: accountView }),
  renderType: "record",
  summary: ({ survivor, account }) => `${survivor.name} and ${account.name} are two customers again`,
  undo: {
    with: inverse,
    arguments: ({ after }) => z.object({ survivorId: z.string(), mergedId: z.string() }).parse(after),
  },

  async run(context, { mergeId }) {
    const { db, caller, note } = context;
    await db.$queryRaw`SELECT id FROM account_merges WHERE id = ${mergeId} FOR UPDATE`;
    const merge = await db.accountMerge.findFirst({ where: { id: mergeId } });
    if (!merge) throw noSuch("mergeId", "merge", "get_member_profile");
    const { survivorId, mergedId } = merge;
    for (const id of [survivorId, mergedId].sort()) await lockRow(db, "accounts", id);
    const merged = await requirePartable(db, merge);
    const survivor = await requireAccount(db, survivorId, "mergeId");
    const record = mergeRecord.parse(merge.moved);
    // First of all: what is moved to a merged customer goes on to the one who stays (follow_merge).
    await db.account.updateMany({ where: { id: mergedId }, data: { mergedIntoId: null } });
    await moveRowsBack(db, record.moved, survivorId, mergedId);
    await dropBelongings(db, record, survivorId);
    await partConsents(context, record);
    const emptied = emptiedOf(survivor, record.filled);
    await db.account.updateMany({
      where: { id: survivorId },
      data: {
        ...emptied,
        ...lookupColumns({ ...survivor, ...emptied }),
        lastActivityAt: new Date(record.lastActivityAt),
        lastBookingAt: record.lastBookingAt === null ? null : new Date(record.lastBookingAt),
        version: { increment: 1 },
      },
    });
    await syncIdentifiers(db, caller.workspace, survivorId, true);
    if (merged.memberCode) await requireFreeCode(db, merged.memberCode, mergedId);
    await db.account.updateMany({
      where: { id: mergedId },
      data: { deletedAt: null, version: { increment: 1 } },
    });
    if (record.primaryContactId) {
      await db.contact.updateMany({
        where: { id: record.primaryContactId, accountId: mergedId },
        data: { isPrimary: true },
      });
    }
    await syncIdentifiers(db, caller.workspace, mergedId, true);
    await db.accountMerge.updateMany({ where: { id: mergeId }, data: { undoneAt: new Date() } });
    note({ entityId: survivorId, before: { mergeId }, after: { survivorId, mergedId } });
    return {
      survivor: toAccountView(await requireAccount(db, survivorId)),
      account: toAccountView(await requireAccount(db, mergedId)),
    };
  },
});

async function requirePartable(
  db: DatabaseClient,
  merge: { undoneAt: Date | null; mergedId: string; survivorId: string },
) {
  const merged = await db.account.findFirst({ where: { id: merge.mergedId } });
  if (merge.undoneAt === null && merged && merged.erasedAt === null && merged.mergedIntoId === merge.survivorId)
    return merged;
  throw new OperationError("precondition_failed", {
    reason: "unmerged",
    message: "This merge was already taken back, or the merged customer's data was erased.",
    hint: "Call get_member_profile to see the customers as they are.",
  });
}
