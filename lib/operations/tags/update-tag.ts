import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { differences, undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { clearable } from "../accounts/account";
import { tagColorField, tagIdField, tagNameField, tagView, toTagView } from "./tag";
import { freeNameKey, requireTag } from "./tag-name";

const self = (): AnyOperation => updateTag;

export const updateTag = defineOperation({
  name: "update_tag",
  title: "Rename or recolour a tag",
  description: "Changes the name or colour of a tag on every customer who carries it; color null clears the colour.",
  area: "tags",
  effect: "update",
  scopes: ["tags:write"],
  input: z.strictObject({
    tagId: tagIdField,
    name: tagNameField.optional(),
    color: clearable(tagColorField),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ tag: tagView }),
  renderType: "record",
  summary: ({ tag }) => `Tag "${tag.name}" updated`,
  undo: undoUpdate(self, "tagId"),

  async run({ db, note }, { tagId, name, color, expectedVersion }) {
    await lockRow(db, "tags", tagId);
    const row = await requireTag(db, tagId);
    const before = toTagView(row);
    requireVersion(row.version, expectedVersion, tagView, () => before);
    const renamed = name === undefined ? {} : { name, nameKey: await freeNameKey(db, name, tagId) };
    await db.tag.updateMany({
      where: { id: tagId },
      data: { ...renamed, ...(color === undefined ? {} : { color }), version: { increment: 1 } },
    });
    const tag = toTagView(await requireTag(db, tagId));
    note({ entityId: tagId, ...differences(before, tag, ["name", "color"]) });
    return { tag };
  },
});
