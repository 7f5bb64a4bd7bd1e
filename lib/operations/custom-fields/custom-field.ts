import { z } from "zod";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";

export const FIELD_SUBJECTS = ["account", "contact", "deal", "booking"] as const;
export type FieldSubject = (typeof FIELD_SUBJECTS)[number];
export const FIELD_TYPES = [
  "text",
  "textarea",
  "number",
  "boolean",
  "date",
  "select",
  "multiselect",
  "url",
  "email",
  "phone",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];
export const CHOICE_TYPES: readonly string[] = ["select", "multiselect"];
/** What an update may change and an undo restores. */
export const DEFINITION_FIELDS = ["fieldLabel", "fieldType", "options", "isRequired", "sortOrder"];

export const definitionIdField = idField("cfd", "Id of a custom field, from list_custom_fields.");
export const subjectTypeField = z.enum(FIELD_SUBJECTS).meta({
  description: "What carries the field: account (a customer), contact, deal or booking.",
  examples: ["account"],
});

export const definitionFields = {
  fieldName: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,59}$/, "must be lower-case letters, digits and _, beginning with a letter")
    .meta({ description: "Name for programs; it cannot be changed later.", examples: ["shoe_size"] }),
  fieldLabel: lineOfText(1, 120).meta({ description: "Name for people.", examples: ["Shoe size"] }),
  fieldType: z.enum(FIELD_TYPES).meta({ description: "Kind of value.", examples: ["select"] }),
  options: z
    .array(lineOfText(1, 100))
    .max(100)
    .meta({ description: "The choices of a select or multiselect.", examples: [["S", "M", "L"]] }),
  isRequired: z.boolean().meta({ description: "Whether forms ask for a value.", examples: [false] }),
  sortOrder: z
    .int()
    .min(0)
    .max(10_000)
    .meta({ description: "Place in forms, smallest first.", examples: [10] }),
};

export const definitionView = z.object({
  id: z.string(),
  entityType: z.enum(FIELD_SUBJECTS),
  fieldName: z.string(),
  fieldLabel: z.string(),
  fieldType: z.enum(FIELD_TYPES),
  options: z.array(z.string()),
  isRequired: z.boolean(),
  sortOrder: z.int(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  version: z.int(),
});
export type DefinitionView = z.output<typeof definitionView>;

export interface DefinitionRow {
  id: string;
  entityType: string;
  fieldName: string;
  fieldLabel: string;
  fieldType: string;
  options: string[];
  isRequired: boolean;
  sortOrder: number;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  version: number;
}

export function toDefinitionView(row: DefinitionRow): DefinitionView {
  return {
    ...row,
    entityType: z.enum(FIELD_SUBJECTS).parse(row.entityType),
    fieldType: z.enum(FIELD_TYPES).parse(row.fieldType),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
