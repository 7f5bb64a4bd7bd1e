import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { addTags, changesOf, requireAccounts, requireTags, tagChangeFields } from "./account-tags";
import { detachTags } from "./detach-tags";

const inverse = (): AnyOperation => detachTags;

export const attachTags = defineOperation({
  name: "attach_tags",
  title: "Put tags on customers",
  description:
    "Puts one or more tags on one customer or up to 100; a tag that is already there stays. Ids come from list_tags (or create_tag) and search_members. detach_tags takes tags off.",
  area: "tags",
  effect: "update",
  scopes: ["tags:write"],
  input: z.strictObject(tagChangeFields),
  /** `attached` counts pairs of a tag and a customer that changed. */
  output: z.object({ attached: z.int(), tagCount: z.int(), accountCount: z.int() }),
  renderType: "record",
  summary: ({ attached, tagCount, accountCount }) =>
    `${countOf(tagCount, "tag")} put on ${countOf(accountCount, "customer")}, ${attached} of ${tagCount * accountCount} newly`,
  undo: { with: inverse, arguments: ({ after }) => z.object({ changes: z.array(z.unknown()) }).parse(after) },

  async run({ db, caller, note }, input) {
    const changes = changesOf(input);
    await requireTags(
      db,
      changes.map(({ tagId }) => tagId),
    );
    const accountIds = [...new Set(changes.flatMap((change) => change.accountIds))];
    await requireAccounts(db, accountIds);
    const added = await addTags(db, caller.workspace, changes);
    note({ ...(accountIds.length === 1 ? { entityId: accountIds[0] } : {}), after: { changes: added } });
    return {
      attached: added.reduce((sum, change) => sum + change.accountIds.length, 0),
      tagCount: new Set(changes.map(({ tagId }) => tagId)).size,
      accountCount: accountIds.length,
    };
  },
});
