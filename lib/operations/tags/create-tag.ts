import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { deleteTag } from "./delete-tag";
import { tagColorField, tagNameField, tagView, toTagView } from "./tag";
import { freeNameKey } from "./tag-name";

const deletion = (): AnyOperation => deleteTag;

export const createTag = defineOperation({
  name: "create_tag",
  title: "Create a tag",
  description:
    "Makes a label for customers. When a tag of this name exists the answer is a conflict with its id. Next: attach_tags puts it on customers; search_members and create_segment find customers by it.",
  area: "tags",
  effect: "create",
  scopes: ["tags:write"],
  input: z.strictObject({ name: tagNameField, color: tagColorField.optional() }),
  output: z.object({ tag: tagView }),
  renderType: "record",
  summary: ({ tag }) => `Tag "${tag.name}" created`,
  undo: undoById(deletion, "tagId"),

  async run({ db, caller, note }, { name, color }) {
    const { organisationId, companyId } = caller.workspace;
    const nameKey = await freeNameKey(db, name);
    const row = await db.tag.create({
      data: { organisationId, companyId, id: newId("tag"), name, nameKey, color: color ?? null },
    });
    const tag = toTagView(row);
    note({ entityId: tag.id, after: tag });
    return { tag };
  },
});
