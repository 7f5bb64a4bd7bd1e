import "server-only";
import { getTranslations } from "next-intl/server";
import type { FieldOption, SegmentChoice } from "@/components/segments/field-option";
import { ACCOUNT_SOURCES, ACCOUNT_TYPES, GENDERS, LIFE_STAGES } from "@/lib/operations/accounts/choices";
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from "@/lib/operations/consent/consent";
import type { DefinitionView } from "@/lib/operations/custom-fields/custom-field";
import { listCustomFields } from "@/lib/operations/custom-fields/list-custom-fields";
import { DATE_FIELDS, FLAG_FIELDS, operatorsOf, TEXT_FIELDS } from "@/lib/operations/segments/criteria";
import { listSegments } from "@/lib/operations/segments/list-segments";
import { listTags } from "@/lib/operations/tags/list-tags";
import { listStaff } from "@/lib/operations/team/list-staff";
import { languageChoices } from "@/lib/surfaces/portal/choices";
import { view } from "@/lib/surfaces/portal/view";

const MOST = 100;
const SET = ["is_set", "is_empty"];

/** Operators that make sense for a custom field of a type; the grammar itself allows more. */
function customOps(fieldType: DefinitionView["fieldType"]): string[] {
  switch (fieldType) {
    case "number":
      return ["is", "is_not", "gt", "gte", "lt", "lte", ...SET];
    case "date":
      return ["is", "before", "after", ...SET];
    case "boolean":
      return ["is", ...SET];
    case "select":
    case "multiselect":
      return ["is", "is_not", "in", "not_in", ...SET];
    default:
      return ["is", "is_not", "contains", ...SET];
  }
}

type Words = { group: string; yesNo: SegmentChoice[] };

function customOption({ fieldName, fieldLabel, fieldType, options }: DefinitionView, words: Words): FieldOption {
  const listed = options.map((option) => ({ value: option, label: option }));
  return {
    field: `custom.${fieldName}`,
    label: fieldLabel,
    group: words.group,
    ops: customOps(fieldType),
    choices: fieldType === "boolean" ? words.yesNo : listed.length > 0 ? listed : null,
    kind: fieldType === "number" || fieldType === "date" ? fieldType : "text",
  };
}

async function consentOptions(group: string): Promise<FieldOption[]> {
  const t = await getTranslations("customers");
  const choices = (["granted", "withdrawn", "none"] as const).map((value) => ({
    value,
    label: t(`consentStatus.${value}`),
  }));
  return CONSENT_CHANNELS.flatMap((channel) =>
    CONSENT_PURPOSES.map(
      (purpose): FieldOption => ({
        field: `consent.${channel}.${purpose}`,
        label: t("channelFor", { channel: t(`channels.${channel}`), purpose: t(`purposes.${purpose}`) }),
        group,
        ops: ["is"],
        choices,
        kind: "text",
      }),
    ),
  );
}

/** Lists that conditions choose from; what a person may not see is left out. */
async function lists(scopes: ReadonlySet<string>) {
  const [tags, segments, fields, staff] = await Promise.all([
    scopes.has("tags:read") ? view(listTags, { limit: MOST }) : null,
    view(listSegments, { limit: MOST }),
    scopes.has("custom_fields:read") ? view(listCustomFields, { entityType: "account" }) : null,
    scopes.has("team:read") ? view(listStaff, { limit: MOST }) : null,
  ]);
  const picked = segments.data.items.filter(({ segmentType }) => segmentType === "STATIC");
  return {
    tags: tags?.data.items.map(({ id, name }) => ({ value: id, label: name })) ?? [],
    segments: picked.map(({ id, name }) => ({ value: id, label: name })),
    fields: fields?.data.items ?? [],
    staff: staff?.data.items.map(({ userId, name, email }) => ({ value: userId, label: name ?? email })) ?? [],
  };
}

async function choicesOf(staff: SegmentChoice[]): Promise<Record<string, SegmentChoice[]>> {
  const t = await getTranslations("customers");
  return {
    lifeStage: LIFE_STAGES.map((value) => ({ value, label: t(`stages.${value}`) })),
    type: ACCOUNT_TYPES.map((value) => ({ value, label: t(`types.${value}`) })),
    source: ACCOUNT_SOURCES.map((value) => ({ value, label: t(`sources.${value}`) })),
    gender: GENDERS.map((value) => ({ value, label: t(`genders.${value}`) })),
    language: await languageChoices(),
    assignedTo: staff,
  };
}

/** Everything a segment's conditions can ask for in this company, in the reader's language. */
export async function fieldOptions(scopes: ReadonlySet<string>): Promise<FieldOption[]> {
  const [t, common, { tags, segments, fields, staff }] = await Promise.all([
    getTranslations("segments"),
    getTranslations("common"),
    lists(scopes),
  ]);
  const choices = await choicesOf(staff);
  const yesNo = [
    { value: "true", label: common("yes") },
    { value: "false", label: common("no") },
  ];
  const option = (field: string, group: string, given: SegmentChoice[] | null = null): FieldOption => ({
    field,
    label: t(`fields.${field as "name"}`),
    group,
    ops: operatorsOf(field) ?? [],
    choices: given,
    kind: "text",
  });
  return [
    ...Object.entries(choices).map(([field, given]) => option(field, t("groups.about"), given)),
    ...(tags.length > 0 ? [option("tags", t("groups.about"), tags)] : []),
    ...(segments.length > 0 ? [option("segment", t("groups.about"), segments)] : []),
    ...DATE_FIELDS.map((field) => option(field, t("groups.dates"))),
    ...FLAG_FIELDS.map((field) => option(field, t("groups.behaviour"), yesNo)),
    ...TEXT_FIELDS.map((field) => option(field, t("groups.texts"))),
    ...fields.map((definition) => customOption(definition, { group: t("groups.custom"), yesNo })),
    ...(await consentOptions(t("groups.consent"))),
  ];
}
