import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { CHOICE_TYPES } from "./custom-field";

/** The live definition. Throws not_found. */
export async function requireDefinition(db: DatabaseClient, id: string) {
  const row = await db.customFieldDefinition.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw noSuch("definitionId", "custom field", "list_custom_fields");
  return row;
}

/** Throws conflict when a live field of this name is there. */
export async function requireFreeName(db: DatabaseClient, entityType: string, fieldName: string): Promise<void> {
  const other = await db.customFieldDefinition.findFirst({ where: { entityType, fieldName, deletedAt: null } });
  if (other) {
    throw new OperationError("conflict", {
      reason: "fieldName",
      message: `fieldName: there is already a field "${fieldName}" on ${entityType}`,
      hint: "Use it (details.definitionId), or choose another name.",
      details: { field: "fieldName", definitionId: other.id, name: fieldName },
    });
  }
}

/** A choice needs choices, and nothing else has any. */
export function requireOptions(fieldType: string, options: readonly string[]): void {
  if (CHOICE_TYPES.includes(fieldType) && options.length === 0) {
    throw invalidField("options", `is required for a ${fieldType}`, ["S", "M", "L"]);
  }
  if (!CHOICE_TYPES.includes(fieldType) && options.length > 0) {
    throw invalidField("options", "is only for select and multiselect");
  }
  if (new Set(options).size < options.length) throw invalidField("options", "must not name a choice twice");
}
