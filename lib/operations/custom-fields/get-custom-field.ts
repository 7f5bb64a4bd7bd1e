import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { definitionIdField, definitionView, toDefinitionView } from "./custom-field";
import { requireDefinition } from "./definition";

export const getCustomField = defineOperation({
  name: "get_custom_field",
  title: "Get a custom field",
  description:
    "Shows one custom field with its type, choices and how many records have a value. Change it with update_custom_field.",
  area: "custom_fields",
  effect: "read",
  scopes: ["custom_fields:read"],
  input: z.strictObject({ definitionId: definitionIdField }),
  output: z.object({ customField: definitionView, valueCount: z.int() }),
  renderType: "record",
  summary: ({ customField }) => `${customField.fieldLabel}: ${customField.fieldType}`,

  async run({ db }, { definitionId }) {
    const row = await requireDefinition(db, definitionId);
    const valueCount = await db.customFieldValue.count({ where: { definitionId, position: 0 } });
    return { customField: toDefinitionView(row), valueCount };
  },
});
