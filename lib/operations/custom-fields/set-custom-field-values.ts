import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import type { TenantContext } from "@/lib/kernel/context";
import { countOf, idField } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
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
    "Sets custom fields of one customer, contact, deal or booking by field name; fields that are not named stay, null clears one, a list sets a multiselect. All are set or none. list_custom_fields shows names, types and choices.",
  area: "custom_fields",
  effect: "update",
  scopes: ["custom_fields:write"],
  input: z.strictObject({
    entityType: subjectTypeField,
    entityId: idField("acc", "Id of that customer, contact, deal or booking."),
    values: z.record(z.string().max(60), value.meta({ description: "The value; null clears it." })).meta({
      description: "New values by field name.",
      examples: [{ shoe_size: "M", allergies: ["nuts"], vip_since: null }],
    }),
  }),
  output: z.object({
    entityType: z.string(),
    entityId: z.string(),
    values: z.record(z.string(), z.array(z.string())),
  }),
  renderType: "record",
  summary: ({ values }) => `${countOf(Object.keys(values).length, "field")} set`,
  undo: {
    with: self,
    arguments: ({ before }) =>
      z
        .object({ entityType: z.string(), entityId: z.string(), values: z.record(z.string(), z.unknown()) })
        .parse(before),
  },

  async run(context, { entityType, entityId, values }) {
    const { db, note } = context;
    await requireEntity(db, entityType, entityId);
    const definitions = await db.customFieldDefinition.findMany({
      where: { entityType, deletedAt: null, fieldName: { in: Object.keys(values) } },
    });
    const byName = new Map(definitions.map((definition) => [definition.fieldName, definition]));
    const before: Record<string, string[] | null> = {};
    const after: Record<string, string[]> = {};
    for (const [fieldName, raw] of Object.entries(values)) {
      const definition = byName.get(fieldName);
      if (!definition)
        throw invalidField(`values.${fieldName}`, `is no custom field of ${entityType}; see list_custom_fields`);
      const stored = raw === null ? [] : readValue(fieldTypeOf(definition), definition.options, raw);
      if (typeof stored === "string") throw invalidField(`values.${fieldName}`, stored);
      const old = await replaceValues(context, definition.id, entityType, entityId, stored);
      before[fieldName] = old.length === 0 ? null : old;
      after[fieldName] = stored.map((each) => each.value);
    }
    note({ entityId, before: { entityType, entityId, values: before }, after: { values: after } });
    return { entityType, entityId, values: after };
  },
});

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

/** Holds the record while its values change. Throws not_found when it is not there. */
async function requireEntity(db: DatabaseClient, entityType: FieldSubject, id: string): Promise<void> {
  const rows = await {
    account: () => db.$queryRaw<unknown[]>`SELECT 1 FROM accounts WHERE id = ${id} AND deleted_at IS NULL FOR UPDATE`,
    contact: () => db.$queryRaw<unknown[]>`SELECT 1 FROM contacts WHERE id = ${id} AND deleted_at IS NULL FOR UPDATE`,
    deal: () => db.$queryRaw<unknown[]>`SELECT 1 FROM deals WHERE id = ${id} AND deleted_at IS NULL FOR UPDATE`,
    booking: () => db.$queryRaw<unknown[]>`SELECT 1 FROM bookings WHERE id = ${id} FOR UPDATE`,
  }[entityType]();
  if (rows.length === 0) throw noSuch("entityId", ...NOUNS[entityType]);
}
