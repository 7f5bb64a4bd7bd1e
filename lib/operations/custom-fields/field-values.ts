import { z } from "zod";

/** The custom fields of a record as it is shown: one entry for each field that has a value. */
export const fieldValuesView = z.array(
  z.object({ fieldName: z.string(), fieldLabel: z.string(), values: z.array(z.string()) }),
);

/** What a record's query includes to show them. */
export const FIELD_VALUES = {
  where: { definition: { deletedAt: null } },
  include: { definition: { select: { fieldName: true, fieldLabel: true } } },
  orderBy: { position: "asc" },
} as const;

interface ValueRow {
  value: string;
  definition: { fieldName: string; fieldLabel: string };
}

/** Gathers the rows of a record's values by field. */
export function toFieldValues(rows: readonly ValueRow[]): z.output<typeof fieldValuesView> {
  const fields = new Map<string, { fieldName: string; fieldLabel: string; values: string[] }>();
  for (const { value, definition } of rows) {
    const { fieldName, fieldLabel } = definition;
    const field = fields.get(fieldName) ?? { fieldName, fieldLabel, values: [] };
    field.values.push(value);
    fields.set(fieldName, field);
  }
  return [...fields.values()];
}
