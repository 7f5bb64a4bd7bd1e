import "server-only";
import { getTranslations } from "next-intl/server";
import type { FilterChip } from "@/components/ui/filter-bar";
import { hrefOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import type { CustomerChoices } from "./choices";
import { type CustomerFilter, fieldParameter, PATH } from "./query";

const labelOf = (choices: readonly { value: string; label: string }[], value: string) =>
  choices.find((choice) => choice.value === value)?.label ?? value;

/** The filters that are set, in words, each with the address of the list without it. */
export async function chipsOf(
  query: PageQuery,
  filter: CustomerFilter,
  choices: CustomerChoices,
): Promise<FilterChip[]> {
  const t = await getTranslations("customers");
  const chips: FilterChip[] = [];
  const add = (parameter: string, name: string, value: string | undefined, remaining?: string[]) => {
    if (value !== undefined)
      chips.push({ label: t("filterIs", { name, value }), href: hrefOf(PATH, query, { [parameter]: remaining }) });
  };
  add("lifeStage", t("stage"), filter.lifeStage && t(`stages.${filter.lifeStage}`));
  for (const tag of filter.tags) {
    add(
      "tag",
      t("tag"),
      labelOf(choices.tags, tag),
      filter.tags.filter((id) => id !== tag),
    );
  }
  add("type", t("type"), filter.type && t(`types.${filter.type}`));
  add("source", t("source"), filter.source && t(`sources.${filter.source}`));
  add("segment", t("segment"), filter.segment && labelOf(choices.segments, filter.segment));
  add("membership", t("membership"), filter.membership && t(`memberships.${filter.membership}`));
  add("booking", t("booking"), filter.booking && t(`bookings.${filter.booking}`));
  add("inactive", t("inactive"), filter.inactive && t("inactiveDays", { days: filter.inactive }));
  add("language", t("language"), filter.language && labelOf(choices.languages, filter.language));
  add("consent", t("consent"), filter.consent && labelOf(choices.consents, filter.consent));
  add("createdFrom", t("createdFrom"), filter.createdFrom);
  add("createdTo", t("createdTo"), filter.createdTo);
  for (const { definition, value } of choices.fieldFilters) {
    const name = fieldParameter(definition.fieldName);
    const field = choices.fields.find((each) => each.name === name);
    add(name, definition.fieldLabel, labelOf(field?.choices ?? [], value));
  }
  add("status", t("status"), filter.deleted ? t("deletedOnes") : undefined);
  return chips;
}
