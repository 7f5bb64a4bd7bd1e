import "server-only";
import { getTranslations } from "next-intl/server";
import type { FieldFilter } from "@/components/customers/customer-filters";
import { CONSENT_CHANNELS } from "@/lib/operations/consent/consent";
import { listCustomFields } from "@/lib/operations/custom-fields/list-custom-fields";
import { listSegments } from "@/lib/operations/segments/list-segments";
import { listTags } from "@/lib/operations/tags/list-tags";
import { languageChoices } from "@/lib/surfaces/portal/choices";
import { oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { CONSENT_STATES, type CustomerFilter, FILTERABLE, fieldFiltersOf, fieldParameter } from "./query";

const MOST = 100;

/** What a person with these scopes can filter customers by, and which of it the address asks for. */
export async function loadChoices(scopes: ReadonlySet<string>, query: PageQuery) {
  const [tags, segments, fields, languages, consents] = await Promise.all([
    scopes.has("tags:read") ? view(listTags, { limit: MOST }) : null,
    scopes.has("segments:read") ? view(listSegments, { limit: MOST }) : null,
    scopes.has("custom_fields:read") ? view(listCustomFields, { entityType: "account" }) : null,
    languageChoices(),
    consentChoices(),
  ]);
  const definitions = fields?.data.items ?? [];
  const allTags = tags?.data.items ?? [];
  const segmentItems = segments?.data.items ?? [];
  const common = await getTranslations("common");
  return {
    allTags: allTags.map(({ id, name, color }) => ({ id, name, color })),
    tags: allTags.map(({ id, name }) => ({ value: id, label: name })),
    segments: segmentItems.map(({ id, name }) => ({ value: id, label: name })),
    languages,
    consents,
    fieldFilters: fieldFiltersOf(query, definitions),
    fields: definitions
      .filter(({ fieldType }) => FILTERABLE.includes(fieldType))
      .map(({ fieldName, fieldLabel, fieldType, options }): FieldFilter => {
        const yesNo = [
          { value: "true", label: common("yes") },
          { value: "false", label: common("no") },
        ];
        const listed = options.map((option) => ({ value: option, label: option }));
        const name = fieldParameter(fieldName);
        const choices = fieldType === "boolean" ? yesNo : options.length > 0 ? listed : null;
        return { name, label: fieldLabel, value: oneOf(query, name), choices };
      }),
    /** The filter without tags, segments and languages that are not there (any more). */
    known: (filter: CustomerFilter): CustomerFilter => ({
      ...filter,
      tags: filter.tags.filter((id) => allTags.some((tag) => tag.id === id)),
      segment: segmentItems.some(({ id }) => id === filter.segment) ? filter.segment : undefined,
      language:
        filter.language && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(filter.language) ? filter.language : undefined,
    }),
  };
}
export type CustomerChoices = Awaited<ReturnType<typeof loadChoices>>;

/** The usual questions about consent: may we advertise by this channel. */
async function consentChoices() {
  const t = await getTranslations("customers");
  return CONSENT_CHANNELS.flatMap((channel) =>
    CONSENT_STATES.map((state) => ({
      value: `${channel}.marketing.${state}`,
      label: t("consentIs", {
        what: t("channelFor", { channel: t(`channels.${channel}`), purpose: t("purposes.marketing") }),
        status: t(`consentStatus.${state}`),
      }),
    })),
  );
}
