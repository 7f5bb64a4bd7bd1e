import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { definitionIdField, definitionView, toDefinitionView } from "./custom-field";
import { requireDefinition } from "./definition";
import { restoreCustomField } from "./restore-custom-field";

const restoration = (): AnyOperation => restoreCustomField;

export const deleteCustomField = defineOperation({
  name: "delete_custom_field",
  title: "Delete a custom field",
  description:
    "Removes a custom field and its values from every record; valueCount says how many had one. restore_custom_field brings field and values back.",
  area: "custom_fields",
  effect: "delete",
  scopes: ["custom_fields:write"],
  input: z.strictObject({ definitionId: definitionIdField }),
  output: z.object({ customField: definitionView, valueCount: z.int() }),
  renderType: "record",
  summary: ({ customField, valueCount }) =>
    `Field "${customField.fieldLabel}" deleted; ${countOf(valueCount, "record")} had a value`,
  undo: undoById(restoration, "definitionId"),

  async run({ db, note }, { definitionId }) {
    await lockRow(db, "custom_field_definitions", definitionId);
    const before = toDefinitionView(await requireDefinition(db, definitionId));
    const valueCount = await db.customFieldValue.count({ where: { definitionId, position: 0 } });
    const deletedAt = new Date();
    await db.customFieldDefinition.updateMany({
      where: { id: definitionId },
      data: { deletedAt, version: { increment: 1 } },
    });
    const customField = { ...before, deletedAt: deletedAt.toISOString(), version: before.version + 1 };
    note({ entityId: definitionId, before, after: { deletedAt: customField.deletedAt } });
    return { customField, valueCount };
  },
});
