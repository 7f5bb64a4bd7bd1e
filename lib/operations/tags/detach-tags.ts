import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { changesOf, removeTags, requireAccounts, requireTags, tagChangeFields } from "./account-tags";
import { attachTags } from "./attach-tags";

const inverse = (): AnyOperation => attachTags;

export const detachTags = defineOperation({
  name: "detach_tags",
  title: "Take tags off customers",
  description:
    "Takes one or more tags off one customer or up to 100; a tag that is not there is no error. The tag itself stays: delete_tag removes it everywhere.",
  area: "tags",
  effect: "update",
  scopes: ["tags:write"],
  input: z.strictObject(tagChangeFields),
  /** `detached` counts pairs of a tag and a customer that changed. */
  output: z.object({ detached: z.int(), tagCount: z.int(), accountCount: z.int() }),
  renderType: "record",
  summary: ({ detached, tagCount, accountCount }) =>
    `${countOf(tagCount, "tag")} taken off ${countOf(accountCount, "customer")}, ${detached} of ${tagCount * accountCount} were on`,
  undo: { with: inverse, arguments: ({ before }) => z.object({ changes: z.array(z.unknown()) }).parse(before) },

  async run({ db, note }, input) {
    const changes = changesOf(input);
    await requireTags(
      db,
      changes.map(({ tagId }) => tagId),
    );
    const accountIds = [...new Set(changes.flatMap((change) => change.accountIds))];
    await requireAccounts(db, accountIds);
    const removed = await removeTags(db, changes);
    note({ ...(accountIds.length === 1 ? { entityId: accountIds[0] } : {}), before: { changes: removed } });
    return {
      detached: removed.reduce((sum, change) => sum + change.accountIds.length, 0),
      tagCount: new Set(changes.map(({ tagId }) => tagId)).size,
      accountCount: accountIds.length,
    };
  },
});
