import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { expectedVersionField } from "@/lib/kernel/fields";
import { differences, undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import {
  DEFINITION_FIELDS,
  type DefinitionView,
  definitionFields,
  definitionIdField,
  definitionView,
  toDefinitionView,
} from "./custom-field";
import { requireDefinition, requireOptions } from "./definition";
import { readValue } from "./field-value";

const self = (): AnyOperation => updateCustomField;
const { fieldLabel, fieldType, options, isRequired, sortOrder } = definitionFields;
const MOST_CHECKED = 10_000;

export const updateCustomField = defineOperation({
  name: "update_custom_field",
  title: "Update a custom field",
  description:
    "Changes label, type, choices, order or whether it is required. A new type or fewer choices are refused while stored values would not fit; the refusal counts them. options replaces the whole list.",
  area: "custom_fields",
  effect: "update",
  scopes: ["custom_fields:write"],
  input: z.strictObject({
    definitionId: definitionIdField,
    fieldLabel: fieldLabel.optional(),
    fieldType: fieldType.optional(),
    options: options.optional(),
    isRequired: isRequired.optional(),
    sortOrder: sortOrder.optional(),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ customField: definitionView }),
  renderType: "record",
  summary: ({ customField }) => `Field "${customField.fieldLabel}" updated`,
  undo: undoUpdate(self, "definitionId"),

  async run({ db, note }, { definitionId, expectedVersion, ...values }) {
    await lockRow(db, "custom_field_definitions", definitionId);
    const row = await requireDefinition(db, definitionId);
    const before = toDefinitionView(row);
    requireVersion(row.version, expectedVersion, definitionView, () => before);
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    const after: DefinitionView = { ...before, ...given };
    requireOptions(after.fieldType, after.options);
    if (values.fieldType !== undefined || values.options !== undefined) await refitValues(db, after);
    await db.customFieldDefinition.updateMany({
      where: { id: definitionId },
      data: { ...given, version: { increment: 1 } },
    });
    const customField = toDefinitionView(await requireDefinition(db, definitionId));
    note({ entityId: definitionId, ...differences(before, customField, DEFINITION_FIELDS) });
    return { customField };
  },
});

/** Stores the values anew as the changed field reads them. Throws precondition_failed when some do not fit. */
async function refitValues(
  db: DatabaseClient,
  { id, fieldType: type, options: choices }: DefinitionView,
): Promise<void> {
  const rows = await db.customFieldValue.findMany({ where: { definitionId: id }, take: MOST_CHECKED + 1 });
  const several = type === "multiselect" ? [] : rows.filter(({ position }) => position > 0);
  const bad = rows.filter(({ value }) => typeof readValue(type, choices, value) === "string");
  if (bad.length > 0 || several.length > 0 || rows.length > MOST_CHECKED) {
    throw new OperationError("precondition_failed", {
      reason: "valuesNotFitting",
      message: `fieldType or options: ${bad.length + several.length} stored values would not fit`,
      hint: "Change those values first, or create a new field.",
      details: {
        field: "fieldType",
        count: bad.length + several.length,
        examples: bad.slice(0, 5).map(({ value }) => value),
      },
    });
  }
  for (const { entityId, position, value } of rows) {
    const [fitted] = readValue(type, choices, value) as {
      value: string;
      numberValue: number | null;
      dateValue: Date | null;
    }[];
    if (fitted) await db.customFieldValue.updateMany({ where: { definitionId: id, entityId, position }, data: fitted });
  }
}
