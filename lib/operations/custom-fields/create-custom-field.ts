import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { definitionFields, definitionView, subjectTypeField, toDefinitionView } from "./custom-field";
import { requireFreeName, requireOptions } from "./definition";
import { deleteCustomField } from "./delete-custom-field";

const MOST_FIELDS = 200;
const deletion = (): AnyOperation => deleteCustomField;
const { fieldName, fieldLabel, fieldType, options, isRequired, sortOrder } = definitionFields;

export const createCustomField = defineOperation({
  name: "create_custom_field",
  title: "Create a custom field",
  description:
    "Adds a field of the company's own to customers, contacts, deals or bookings. select and multiselect need options. Call list_custom_fields first, so that no field is made twice. Next: set_custom_field_values; create_segment can filter by it.",
  area: "custom_fields",
  effect: "create",
  scopes: ["custom_fields:write"],
  input: z.strictObject({
    entityType: subjectTypeField,
    fieldName,
    fieldLabel,
    fieldType,
    options: options
      .default([])
      .meta({ description: "The choices of a select or multiselect.", examples: [["S", "M", "L"]] }),
    isRequired: isRequired
      .default(false)
      .meta({ description: "Whether forms ask for a value. Default false.", examples: [false] }),
    sortOrder: sortOrder.default(0).meta({ description: "Place in forms, smallest first. Default 0.", examples: [10] }),
  }),
  output: z.object({ customField: definitionView }),
  renderType: "record",
  summary: ({ customField }) => `Field "${customField.fieldLabel}" added to ${customField.entityType}`,
  undo: undoById(deletion, "definitionId"),

  async run({ db, caller, note }, input) {
    const { organisationId, companyId } = caller.workspace;
    requireOptions(input.fieldType, input.options);
    await requireFreeName(db, input.entityType, input.fieldName);
    if (
      (await db.customFieldDefinition.count({ where: { entityType: input.entityType, deletedAt: null } })) >=
      MOST_FIELDS
    ) {
      throw new OperationError("precondition_failed", {
        reason: "mostFields",
        message: `There are already ${MOST_FIELDS} custom fields on ${input.entityType}.`,
        hint: "Delete one that is no longer used.",
        details: { most: MOST_FIELDS },
      });
    }
    const row = await db.customFieldDefinition.create({
      data: { organisationId, companyId, id: newId("cfd"), ...input },
    });
    const customField = toDefinitionView(row);
    note({ entityId: customField.id, after: customField });
    return { customField };
  },
});
