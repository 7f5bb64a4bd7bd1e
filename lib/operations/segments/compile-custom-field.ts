import "server-only";
import type { Prisma } from "@/lib/db/client";
import { CHOICE_TYPES } from "../custom-fields/custom-field";
import { optionOf } from "../custom-fields/field-value";
import type { Condition } from "./criteria";

export interface FieldDefinition {
  id: string;
  fieldName: string;
  fieldType: string;
  options: readonly string[];
}

/** Conditions that name values of the field itself. */
const NAMING_OPS = ["is", "is_not", "in", "not_in"];
const listOf = (value: Condition["value"]) => (Array.isArray(value) ? value : [value]).map(String);

/** The first value that is none of the field's options; undefined when all are, or when it is no field of choices. */
export function unknownOption({ fieldType, options }: FieldDefinition, { op, value }: Condition): string | undefined {
  if (!CHOICE_TYPES.includes(fieldType) || !NAMING_OPS.includes(op)) return undefined;
  return listOf(value).find((text) => optionOf(options, text) === undefined);
}

type ValueFilter = Prisma.CustomFieldValueWhereInput;

/** A condition on one custom field of accounts; without a value it is false, and its opposite true. */
export function compileCustomField(definition: FieldDefinition, { op, value }: Condition): Prisma.AccountWhereInput {
  const some = (filter: ValueFilter): Prisma.AccountWhereInput => ({
    fieldValues: { some: { definitionId: definition.id, ...filter } },
  });
  const texts = listOf(value).map((text) => optionOf(definition.options, text) ?? text);
  const same = some(
    definition.fieldType === "number"
      ? { numberValue: { in: texts.map(Number).filter(Number.isFinite) } }
      : { value: { in: texts } },
  );
  const number = Number(value);
  const day = new Date(`${String(value)}T00:00:00Z`);
  const filters: Record<string, () => Prisma.AccountWhereInput> = {
    is_set: () => some({}),
    is_empty: () => ({ NOT: some({}) }),
    is: () => same,
    in: () => same,
    is_not: () => ({ NOT: same }),
    not_in: () => ({ NOT: same }),
    contains: () => some({ value: { contains: String(value), mode: "insensitive" } }),
    gt: () => some({ numberValue: { gt: number } }),
    gte: () => some({ numberValue: { gte: number } }),
    lt: () => some({ numberValue: { lt: number } }),
    lte: () => some({ numberValue: { lte: number } }),
    before: () => some({ dateValue: { lt: day } }),
    after: () => some({ dateValue: { gte: day } }),
  };
  return filters[op]?.() ?? { id: { in: [] } };
}
