import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { deleteTag } from "./delete-tag";
import { tagIdField, tagView, toTagView } from "./tag";
import { freeNameKey, requireTag } from "./tag-name";

const deletion = (): AnyOperation => deleteTag;

export const restoreTag = defineOperation({
  name: "restore_tag",
  title: "Restore a tag",
  description: "Brings a deleted tag back, on the customers who carried it. Refused while another tag has the name.",
  area: "tags",
  effect: "update",
  scopes: ["tags:write"],
  input: z.strictObject({ tagId: tagIdField }),
  output: z.object({ tag: tagView }),
  renderType: "record",
  summary: ({ tag }) => `Tag "${tag.name}" is back`,
  undo: undoById(deletion, "tagId"),

  async run({ db, note }, { tagId }) {
    await lockRow(db, "tags", tagId);
    const row = await db.tag.findFirst({ where: { id: tagId, deletedAt: { not: null } } });
    if (!row) throw noSuch("tagId", "deleted tag", "list_tags");
    await freeNameKey(db, row.name, tagId);
    await db.tag.updateMany({ where: { id: tagId }, data: { deletedAt: null, version: { increment: 1 } } });
    note({ entityId: tagId, before: { deletedAt: row.deletedAt?.toISOString() ?? null }, after: { deletedAt: null } });
    return { tag: toTagView(await requireTag(db, tagId)) };
  },
});
