import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { restoreTag } from "./restore-tag";
import { tagIdField, tagView, toTagView } from "./tag";
import { requireTag } from "./tag-name";

const restoration = (): AnyOperation => restoreTag;

export const deleteTag = defineOperation({
  name: "delete_tag",
  title: "Delete a tag",
  description:
    "Removes a tag from all customers and from the list; the customers stay. restore_tag brings it back on the same customers. To take it off single customers use detach_tags.",
  area: "tags",
  effect: "delete",
  scopes: ["tags:write"],
  input: z.strictObject({ tagId: tagIdField }),
  output: z.object({ tag: tagView, accountCount: z.int() }),
  renderType: "record",
  summary: ({ tag, accountCount }) => `Tag "${tag.name}" deleted; ${countOf(accountCount, "customer")} carried it`,
  undo: undoById(restoration, "tagId"),

  async run({ db, note }, { tagId }) {
    await lockRow(db, "tags", tagId);
    const before = toTagView(await requireTag(db, tagId));
    const accountCount = await db.accountTag.count({ where: { tagId } });
    const deletedAt = new Date();
    await db.tag.updateMany({ where: { id: tagId }, data: { deletedAt, version: { increment: 1 } } });
    const tag = { ...before, deletedAt: deletedAt.toISOString(), version: before.version + 1 };
    note({ entityId: tagId, before, after: { deletedAt: tag.deletedAt } });
    return { tag, accountCount };
  },
});
