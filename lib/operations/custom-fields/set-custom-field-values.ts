import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import type { TenantContext } from "@/lib/kernel/context";
import { countOf, idField } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { fold } from "../accounts/search-text";
import { type DefinitionRow, FIELD_TYPES, type FieldSubject, subjectTypeField } from "./custom-field";
import { readValue, type StoredValue } from "./field-value";

/** What people call each kind, and the tool that shows its ids. */
const NOUNS: Record<FieldSubject, [noun: string, listTool: string]> = {
  account: ["customer", "search_members"],
  contact: ["contact", "list_contacts"],
  deal: ["deal", "list_deals"],
  booking: ["booking", "list_bookings"],
};

const piece = z.union([z.string().max(5_000), z.number(), z.boolean()]);
const value = z.union([piece, z.array(piece).max(100), z.null()]);
const self = (): AnyOperation => setCustomFieldValues;

export const setCustomFieldValues = defineOperation({
  name: "set_custom_field_values",
  title: "Set custom field values",
  description:
    "Sets custom fields of one customer, contact, deal or booking by field name or label; fields that are not named stay, null clears one, a list sets a multiselect. All are set or none. list_custom_fields shows names, types and choices.",
  area: "custom_fields",
  effect: "update",
  scopes: ["custom_fields:write"],
  input: z.strictObject({
    entityType: subjectTypeField,
    entityId: idField("acc", "Id of that customer, contact, deal or booking."),
    values: z.record(z.string().max(120), value.meta({ description: "The value; null clears it." })).meta({
      description: "New values by field name or label.",
      examples: [{ shoe_size: "M", allergies: ["nuts"], vip_since: null }],
    }),
  }),
  output: z.object({
    entityType: z.string(),
    entityId: z.string(),
    entityName: z.string(),
    /** Every value as a list, by field name; a field of one value has one. */
    values: z.record(z.string(), z.array(z.string())),
  }),
  renderType: "record",
  summary: ({ entityName, values }) => `${entityName}: ${countOf(Object.keys(values).length, "field")} set`,
  undo: {
    with: self,
    arguments: ({ before }) =>
      z
        .object({ entityType: z.string(), entityId: z.string(), values: z.record(z.string(), z.unknown()) })
        .parse(before),
  },

  async run(context, { entityType, entityId, values }) {
    const { db, note } = context;
    const entityName = await lockEntity(db, entityType, entityId);
    const definitions = await db.customFieldDefinition.findMany({ where: { entityType, deletedAt: null } });
    const before: Record<string, string[] | null> = {};
    const after: Record<string, string[]> = {};
    for (const [given, raw] of Object.entries(values)) {
      const definition = fieldOf(definitions, given);
      if (!definition)
        throw invalidField(`values.${given}`, `is no custom field of ${entityType}; see list_custom_fields`);
      const { fieldName } = definition;
      if (fieldName in after) throw invalidField(`values.${given}`, `names ${fieldName} a second time`);
      const stored = raw === null ? [] : readValue(fieldTypeOf(definition), definition.options, raw);
      if (typeof stored === "string") throw invalidField(`values.${given}`, stored);
      const old = await replaceValues(context, definition.id, entityType, entityId, stored);
      before[fieldName] = old.length === 0 ? null : old;
      after[fieldName] = stored.map((each) => each.value);
    }
    note({ entityId, before: { entityType, entityId, values: before }, after: { values: after } });
    return { entityType, entityId, entityName, values: after };
  },
});

/** The field that a name for programs or for people means; a label that two fields have means neither. */
function fieldOf<Field extends { fieldName: string; fieldLabel: string }>(fields: readonly Field[], given: string) {
  const byName = fields.find(({ fieldName }) => fieldName === given);
  const byLabel = fields.filter(({ fieldLabel }) => fold(fieldLabel) === fold(given));
  return byName ?? (byLabel.length === 1 ? byLabel[0] : undefined);
}

const fieldTypeOf = ({ fieldType }: Pick<DefinitionRow, "fieldType">) => z.enum(FIELD_TYPES).parse(fieldType);

/** Puts new values in place of the old ones, which it returns. */
async function replaceValues(
  { db, caller }: TenantContext,
  definitionId: string,
  entityType: FieldSubject,
  entityId: string,
  stored: readonly StoredValue[],
): Promise<string[]> {
  const { organisationId, companyId } = caller.workspace;
  const where = { definitionId, entityId };
  const old = await db.customFieldValue.findMany({ where, orderBy: { position: "asc" }, select: { value: true } });
  await db.customFieldValue.deleteMany({ where });
  const owner = {
    account: { accountId: entityId },
    contact: { contactId: entityId },
    deal: { dealId: entityId },
    booking: { bookingId: entityId },
  }[entityType];
  await db.customFieldValue.createMany({
    data: stored.map((each, position) => ({
      organisationId,
      companyId,
      definitionId,
      entityId,
      position,
      ...owner,
      ...each,
    })),
  });
  return old.map((each) => each.value);
}

interface Named {
  name: string;
}

/** Holds the record while its values change; returns its name. Throws not_found when it is not there. */
async function lockEntity(db: DatabaseClient, entityType: FieldSubject, id: string): Promise<string> {
  const [row] = await {
    account: () => db.$queryRaw<Named[]>`SELECT name FROM accounts WHERE id = ${id} AND deleted_at IS NULL FOR UPDATE`,
    contact: () => db.$queryRaw<Named[]>`SELECT name FROM contacts WHERE id = ${id} AND deleted_at IS NULL FOR UPDATE`,
    deal: () => db.$queryRaw<Named[]>`SELECT name FROM deals WHERE id = ${id} AND deleted_at IS NULL FOR UPDATE`,
    booking: () => db.$queryRaw<Named[]>`SELECT customer_name AS name FROM bookings WHERE id = ${id} FOR UPDATE`,
  }[entityType]();
  if (!row) throw noSuch("entityId", ...NOUNS[entityType]);
  return row.name;
}
