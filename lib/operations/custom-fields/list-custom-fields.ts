import "server-only";
import { z } from "zod";
import { countOf, listOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { definitionView, subjectTypeField, toDefinitionView } from "./custom-field";

const MOST_FIELDS = 200;

export const listCustomFields = defineOperation({
  name: "list_custom_fields",
  title: "List custom fields",
  description:
    "Lists the fields that this company added to customers, contacts, deals or bookings, in form order, with types and choices. Call it before set_custom_field_values. Values are in get_member_profile, get_contact, get_deal and get_booking_detail.",
  area: "custom_fields",
  effect: "read",
  scopes: ["custom_fields:read"],
  input: z.strictObject({
    entityType: subjectTypeField.optional().meta({
      description: "Only those of account (customers), contact, deal or booking. Default all.",
      examples: ["account"],
    }),
  }),
  output: listOf(definitionView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "custom field"),

  async run({ db }, { entityType }) {
    const rows = await db.customFieldDefinition.findMany({
      where: { ...(entityType ? { entityType } : {}), deletedAt: null },
      orderBy: [{ entityType: "asc" }, { sortOrder: "asc" }, { id: "asc" }],
      take: MOST_FIELDS,
    });
    return { items: rows.map(toDefinitionView) };
  },
});
