import { useTranslations } from "next-intl";
import { controlStyle } from "@/components/ui/control-style";
import type { Choice } from "@/components/ui/field";
import { FilterBar, FilterField, FilterSearch, FilterSelect, MoreFilters } from "@/components/ui/filter-bar";
import { ACCOUNT_SOURCES, ACCOUNT_TYPES, LIFE_STAGES, MEMBERSHIP_STATUSES } from "@/lib/operations/accounts/choices";

/** A custom field that the list can be filtered by. */
export type FieldFilter = { name: string; label: string; value?: string; choices: Choice[] | null };

type Values = {
  search?: string;
  lifeStage?: string;
  type?: string;
  source?: string;
  language?: string;
  tags: string[];
  segment?: string;
  membership?: string;
  booking?: string;
  inactive?: string;
  createdFrom?: string;
  createdTo?: string;
  consent?: string;
  deleted: boolean;
};

type Props = {
  values: Values;
  tags: Choice[];
  segments: Choice[];
  languages: Choice[];
  consents: Choice[];
  inactiveDays: readonly string[];
  fields: FieldFilter[];
  keep: [string, string][];
};

const dateStyle = `${controlStyle} h-8 w-full px-2 text-[13px]`;

/** Search and filters of the customers; everything stands in the address. */
export function CustomerFilters({ values, tags, segments, languages, consents, inactiveDays, fields, keep }: Props) {
  const t = useTranslations("customers");
  const panel = [values.type, values.source, values.language, values.segment, values.membership, values.booking];
  const more = [values.inactive, values.createdFrom, values.createdTo, values.consent, values.deleted || undefined];
  const count = [...panel, ...more, ...fields.map(({ value }) => value)].filter(Boolean).length;
  const choice = (name: string, label: string, value: string | undefined, choices: Choice[]) => (
    <FilterField key={name} label={label}>
      <FilterSelect {...{ name, label, value, choices }} any={t("any")} className="w-full max-w-none" />
    </FilterField>
  );
  const named = <Value extends string>(values: readonly Value[], label: (value: Value) => string) =>
    values.map((value) => ({ value, label: label(value) }));
  return (
    <FilterBar label={t("filters")} keep={keep}>
      <FilterSearch label={t("searchLabel")} value={values.search} />
      <FilterSelect
        name="lifeStage"
        label={t("stage")}
        value={values.lifeStage}
        any={t("anyStage")}
        choices={named(LIFE_STAGES, (value) => t(`stages.${value}`))}
      />
      <FilterSelect name="tag" label={t("tag")} value={values.tags[0]} any={t("anyTag")} choices={tags} />
      <MoreFilters id="more-filters" label={t("moreFilters")} count={count}>
        {choice(
          "type",
          t("type"),
          values.type,
          named(ACCOUNT_TYPES, (value) => t(`types.${value}`)),
        )}
        {choice(
          "source",
          t("source"),
          values.source,
          named(ACCOUNT_SOURCES, (value) => t(`sources.${value}`)),
        )}
        {segments.length > 0 && choice("segment", t("segment"), values.segment, segments)}
        {choice(
          "membership",
          t("membership"),
          values.membership,
          named(MEMBERSHIP_STATUSES, (value) => t(`memberships.${value}`)),
        )}
        {choice(
          "booking",
          t("booking"),
          values.booking,
          named(["yes", "no"] as const, (value) => t(`bookings.${value}`)),
        )}
        {choice(
          "inactive",
          t("inactive"),
          values.inactive,
          inactiveDays.map((days) => ({ value: days, label: t("inactiveDays", { days }) })),
        )}
        {choice("language", t("language"), values.language, languages)}
        {choice("consent", t("consent"), values.consent, consents)}
        <FilterField label={t("createdFrom")}>
          <input
            type="date"
            name="createdFrom"
            aria-label={t("createdFrom")}
            defaultValue={values.createdFrom}
            className={dateStyle}
          />
        </FilterField>
        <FilterField label={t("createdTo")}>
          <input
            type="date"
            name="createdTo"
            aria-label={t("createdTo")}
            defaultValue={values.createdTo}
            className={dateStyle}
          />
        </FilterField>
        {fields.map((field) =>
          field.choices ? (
            choice(field.name, field.label, field.value, field.choices)
          ) : (
            <FilterField key={field.name} label={field.label}>
              <input
                type="text"
                name={field.name}
                aria-label={field.label}
                defaultValue={field.value}
                maxLength={200}
                className={dateStyle}
              />
            </FilterField>
          ),
        )}
        <FilterField label={t("status")}>
          <FilterSelect
            name="status"
            label={t("status")}
            value={values.deleted ? "deleted" : undefined}
            any={t("live")}
            choices={[{ value: "deleted", label: t("deletedOnes") }]}
            className="w-full max-w-none"
          />
        </FilterField>
      </MoreFilters>
    </FilterBar>
  );
}
