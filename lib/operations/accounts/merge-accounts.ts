import "server-only";
import { z } from "zod";
import type { Prisma } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { idField } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { type AccountRow, accountView, toAccountView } from "./account";
import { lookupColumns, requireAccount } from "./account-values";
import { syncIdentifiers } from "./identifier";
import { copyBelongings, type MergeRecord, moveRows } from "./merge";
import { mergeConsents } from "./merge-consents";
import { differencesOf, keptField } from "./merge-differences";
import { unmergeAccounts } from "./unmerge-accounts";

/** Fields that the survivor takes over where its own are empty. */
const FILLABLE = [
  "localName",
  "firstName",
  "lastName",
  "email",
  "phone",
  "phoneOriginal",
  "whatsappId",
  "language",
  "gender",
  "dateOfBirth",
  "address",
  "notes",
  "assignedTo",
  "memberCode",
  "memberSince",
  "membershipExpiresAt",
] as const satisfies readonly (keyof AccountRow)[];

const inverse = (): AnyOperation => unmergeAccounts;

function fillingsOf(survivor: AccountRow, merged: AccountRow): Partial<AccountRow> {
  const empty = FILLABLE.filter((name) => survivor[name] === null && merged[name] !== null);
  // The typed form belongs to its number, and the end of a membership to its beginning.
  const taken = empty.filter(
    (name) =>
      (name !== "phoneOriginal" || survivor.phone === null) &&
      (name !== "membershipExpiresAt" || survivor.memberSince === null),
  );
  return Object.fromEntries(taken.map((name) => [name, merged[name]]));
}

const later = (a: Date | null, b: Date | null) => (a === null || (b !== null && b > a) ? b : a);

export const mergeAccounts = defineOperation({
  name: "merge_accounts",
  title: "Merge two customers",
  description:
    "Makes one customer of two: contacts, notes, deals, tasks, bookings, tags, segments and consents of the second go to the first, whose empty fields are filled; what the first has stays (kept lists what the second had otherwise), a withdrawn consent wins. unmerge_accounts parts them exactly. Show the user both first (find_duplicate_accounts).",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({
    survivorId: idField("acc", "The customer who stays."),
    mergedId: idField("acc", "The customer who goes into the other."),
  }),
  output: z.object({
    account: accountView,
    mergeId: z.string(),
    /** Rows that went to the survivor, by kind. */
    moved: z.record(z.string(), z.int()),
    /** Fields that both had: the survivor's value stays, the other one is left on the merged customer. */
    kept: z.array(keptField),
  }),
  renderType: "record",
  summary: ({ account, mergeId, kept }) =>
    `Merged into ${account.name} (${mergeId})${kept.length > 0 ? `; left out: ${kept.map(({ field }) => field).join(", ")}` : ""}`,
  undo: { with: inverse, arguments: ({ after }) => z.object({ mergeId: z.string() }).parse(after) },

  async run(context, { survivorId, mergedId }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    if (survivorId === mergedId) throw invalidField("mergedId", "must be another customer than survivorId");
    for (const id of [survivorId, mergedId].sort()) await lockRow(db, "accounts", id);
    const survivor = await requireAccount(db, survivorId, "survivorId");
    const merged = await requireUnmerged(context.db, mergedId);
    const primary = await db.contact.findFirst({ where: { accountId: mergedId, isPrimary: true, deletedAt: null } });
    if (primary) await db.contact.updateMany({ where: { id: primary.id }, data: { isPrimary: false } });
    const filled = fillingsOf(survivor, merged);
    const kept = await differencesOf(db, survivor, merged);
    const id = newId("mrg");
    const record: MergeRecord = {
      moved: await moveRows(db, mergedId, survivorId),
      ...(await copyBelongings(db, mergedId, survivorId)),
      ...(await mergeConsents(context, mergedId, survivorId)),
      filled: JSON.parse(JSON.stringify(filled)) as Record<string, unknown>,
      primaryContactId: primary?.id ?? null,
      lastActivityAt: survivor.lastActivityAt.toISOString(),
      lastBookingAt: survivor.lastBookingAt?.toISOString() ?? null,
    };
    await db.account.updateMany({
      where: { id: mergedId },
      data: { deletedAt: new Date(), mergedIntoId: survivorId, version: { increment: 1 } },
    });
    await syncIdentifiers(db, caller.workspace, mergedId);
    await db.account.updateMany({
      where: { id: survivorId },
      data: {
        ...filled,
        ...lookupColumns({ ...survivor, ...filled }),
        lastActivityAt: later(survivor.lastActivityAt, merged.lastActivityAt) ?? survivor.lastActivityAt,
        lastBookingAt: later(survivor.lastBookingAt, merged.lastBookingAt),
        version: { increment: 1 },
      },
    });
    await syncIdentifiers(db, caller.workspace, survivorId, true);
    await db.accountMerge.create({
      data: { organisationId, companyId, id, survivorId, mergedId, moved: record as Prisma.InputJsonObject },
    });
    const account = toAccountView(await requireAccount(db, survivorId));
    const counts = countsOf(record);
    note({ entityId: survivorId, before: toAccountView(merged), after: { mergeId: id, mergedId, moved: counts } });
    return { account, mergeId: id, moved: counts, kept };
  },
});

/** How much went over, by kind. */
function countsOf({ moved, tagIds, segmentIds, definitionIds, consentIds }: MergeRecord): Record<string, number> {
  const copied = { tags: tagIds, segments: segmentIds, customFields: definitionIds, consents: consentIds };
  return Object.fromEntries(Object.entries({ ...moved, ...copied }).map(([kind, ids]) => [kind, ids.length]));
}

async function requireUnmerged(db: Parameters<typeof requireAccount>[0], id: string) {
  const row = await db.account.findFirst({ where: { id } });
  if (row?.mergedIntoId) {
    throw new OperationError("precondition_failed", {
      reason: "merged",
      message: "mergedId: this customer was already merged into another",
      hint: "details.mergedIntoId is the customer it became part of.",
      details: { field: "mergedId", mergedIntoId: row.mergedIntoId },
    });
  }
  return requireAccount(db, id, "mergedId");
}
