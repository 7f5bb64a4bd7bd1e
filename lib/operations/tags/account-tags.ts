import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import type { Workspace } from "@/lib/kernel/context";
import { idField } from "@/lib/kernel/fields";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { accountIdField } from "../accounts/account";

/** One tag with the customers it goes on or comes off. */
export interface TagChange {
  tagId: string;
  accountIds: string[];
}

const MOST_ACCOUNTS = 100;
const accountIds = z.array(accountIdField).min(1).max(MOST_ACCOUNTS);

/** How attach_tags and detach_tags say what goes where. */
export const tagChangeFields = {
  accountId: accountIdField.optional(),
  accountIds: accountIds.optional().meta({
    description: "Several customers at once, up to 100, instead of accountId.",
    examples: [["acc_0OaZ3kP9x1yB7cD2eF4gH6jK"]],
  }),
  tagIds: z
    .array(idField("tag", "Tag id."))
    .min(1)
    .max(20)
    .optional()
    .meta({ description: "Tags, by id from list_tags.", examples: [["tag_0OaZ3kP9x1yB7cD2eF4gH6jK"]] }),
  changes: z
    .array(
      z.strictObject({
        tagId: idField("tag", "Tag id, from list_tags."),
        accountIds: accountIds.meta({ description: "Customers.", examples: [["acc_0OaZ3kP9x1yB7cD2eF4gH6jK"]] }),
      }),
    )
    .min(1)
    .max(20)
    .optional()
    .meta({
      description: "Instead of the other arguments: other customers for each tag.",
      examples: [[{ tagId: "tag_0OaZ3kP9x1yB7cD2eF4gH6jK", accountIds: ["acc_0OaZ3kP9x1yB7cD2eF4gH6jK"] }]],
    }),
};

interface ChangeInput {
  accountId?: string | undefined;
  accountIds?: string[] | undefined;
  tagIds?: string[] | undefined;
  changes?: TagChange[] | undefined;
}

/** The arguments in their one form. Throws invalid_input when they do not say both tags and customers. */
export function changesOf({ accountId, accountIds: many, tagIds, changes }: ChangeInput): TagChange[] {
  if (changes) {
    if (accountId || many || tagIds)
      throw invalidField("changes", "stands instead of accountId, accountIds and tagIds");
    return changes;
  }
  const accounts = [...new Set([...(accountId ? [accountId] : []), ...(many ?? [])])];
  if (accounts.length === 0) throw invalidField("accountId", "is required");
  if (!tagIds) throw invalidField("tagIds", "is required");
  return [...new Set(tagIds)].map((tagId) => ({ tagId, accountIds: accounts }));
}

/** Throws not_found naming the first tag that this company does not have. */
export async function requireTags(db: DatabaseClient, tagIds: readonly string[]): Promise<void> {
  if (tagIds.length === 0) return;
  const rows = await db.tag.findMany({ where: { id: { in: [...tagIds] }, deletedAt: null }, select: { id: true } });
  if (rows.length < new Set(tagIds).size) throw noSuch("tagIds", "tag", "list_tags");
}

/** Throws not_found unless every customer is a live one of this company. */
export async function requireAccounts(db: DatabaseClient, ids: readonly string[], field = "accountIds"): Promise<void> {
  const distinct = [...new Set(ids)];
  const live = await db.account.findMany({ where: { id: { in: distinct }, deletedAt: null }, select: { id: true } });
  if (live.length === distinct.length) return;
  const known = new Set(live.map(({ id }) => id));
  const missing = distinct.filter((id) => !known.has(id));
  const error = noSuch(field, "customer", "search_members");
  if (error.details) error.details.missingIds = missing.slice(0, 20);
  throw error;
}

/** Puts tags on; returns the pairs that were not there before. */
export async function addTags(
  db: DatabaseClient,
  workspace: Workspace,
  changes: readonly TagChange[],
): Promise<TagChange[]> {
  const { organisationId, companyId } = workspace;
  const added: TagChange[] = [];
  for (const { tagId, accountIds: ids } of changes) {
    const rows = await db.accountTag.createManyAndReturn({
      data: ids.map((accountId) => ({ organisationId, companyId, tagId, accountId })),
      skipDuplicates: true,
      select: { accountId: true },
    });
    if (rows.length > 0) added.push({ tagId, accountIds: rows.map(({ accountId }) => accountId) });
  }
  return added;
}

/** Takes tags off; returns the pairs that were there. */
export async function removeTags(db: DatabaseClient, changes: readonly TagChange[]): Promise<TagChange[]> {
  const removed: TagChange[] = [];
  for (const { tagId, accountIds: ids } of changes) {
    const where = { tagId, accountId: { in: ids } };
    const rows = await db.accountTag.findMany({ where, select: { accountId: true } });
    await db.accountTag.deleteMany({ where });
    if (rows.length > 0) removed.push({ tagId, accountIds: rows.map(({ accountId }) => accountId) });
  }
  return removed;
}
