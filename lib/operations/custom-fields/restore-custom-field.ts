import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { definitionIdField, definitionView, toDefinitionView } from "./custom-field";
import { requireDefinition, requireFreeName } from "./definition";
import { deleteCustomField } from "./delete-custom-field";

const deletion = (): AnyOperation => deleteCustomField;

export const restoreCustomField = defineOperation({
  name: "restore_custom_field",
  title: "Restore a custom field",
  description: "Brings a deleted custom field back with its values. Refused while another field has its name.",
  area: "custom_fields",
  effect: "update",
  scopes: ["custom_fields:write"],
  input: z.strictObject({ definitionId: definitionIdField }),
  output: z.object({ customField: definitionView }),
  renderType: "record",
  summary: ({ customField }) => `Field "${customField.fieldLabel}" is back`,
  undo: undoById(deletion, "definitionId"),

  async run({ db, note }, { definitionId }) {
    await lockRow(db, "custom_field_definitions", definitionId);
    const row = await db.customFieldDefinition.findFirst({ where: { id: definitionId, deletedAt: { not: null } } });
    if (!row) throw noSuch("definitionId", "deleted custom field", "list_custom_fields");
    await requireFreeName(db, row.entityType, row.fieldName);
    await db.customFieldDefinition.updateMany({
      where: { id: definitionId },
      data: { deletedAt: null, version: { increment: 1 } },
    });
    note({
      entityId: definitionId,
      before: { deletedAt: row.deletedAt?.toISOString() ?? null },
      after: { deletedAt: null },
    });
    return { customField: toDefinitionView(await requireDefinition(db, definitionId)) };
  },
});
