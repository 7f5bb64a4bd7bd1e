import { COLUMNS, type Column, USUAL_COLUMNS } from "@/components/customers/customer";
import { ACCOUNT_SOURCES, ACCOUNT_TYPES, LIFE_STAGES, MEMBERSHIP_STATUSES } from "@/lib/operations/accounts/choices";
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from "@/lib/operations/consent/consent";
import type { DefinitionView } from "@/lib/operations/custom-fields/custom-field";
import { choiceOf, dayOf, manyOf, oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";

export const PATH = "/customers";
export const SORTS = ["createdAt", "name", "email"] as const;
export const CONSENT_STATES = ["granted", "withdrawn", "none"] as const;
export const INACTIVE_DAYS = ["30", "60", "90", "180", "365"] as const;
/** Parameters that say how the list is shown, not who is in it. */
export const SHOWING = ["sort", "order", "columns", "cursor", "view", "done", "undo"];

/** The parameter of a custom field's filter. */
export const fieldParameter = (fieldName: string) => `f_${fieldName}`;
/** Kinds of custom fields that can be filtered by a value. */
export const FILTERABLE: readonly string[] = ["text", "number", "boolean", "select", "multiselect", "email", "phone"];
const WHOLE_VALUE: readonly string[] = ["number", "boolean", "select", "multiselect"];

const CONSENTS = CONSENT_CHANNELS.flatMap((channel) =>
  CONSENT_PURPOSES.flatMap((purpose) => CONSENT_STATES.map((state) => `${channel}.${purpose}.${state}`)),
);

/** What the address asks for; what makes no sense is left out, so that an old link still shows something. */
export function filterOf(query: PageQuery) {
  return {
    search: oneOf(query, "search")?.slice(0, 200),
    lifeStage: choiceOf(query, "lifeStage", LIFE_STAGES),
    type: choiceOf(query, "type", ACCOUNT_TYPES),
    source: choiceOf(query, "source", ACCOUNT_SOURCES),
    language: oneOf(query, "language"),
    tags: manyOf(query, "tag").slice(0, 20),
    segment: oneOf(query, "segment"),
    membership: choiceOf(query, "membership", MEMBERSHIP_STATUSES),
    booking: choiceOf(query, "booking", ["yes", "no"]),
    inactive: choiceOf(query, "inactive", INACTIVE_DAYS),
    createdFrom: dayOf(query, "createdFrom"),
    createdTo: dayOf(query, "createdTo"),
    consent: choiceOf(query, "consent", CONSENTS),
    deleted: oneOf(query, "status") === "deleted",
  };
}
export type CustomerFilter = ReturnType<typeof filterOf>;

/** The custom fields that the address filters by, with the values. */
export function fieldFiltersOf(query: PageQuery, definitions: readonly DefinitionView[]) {
  return definitions.flatMap((definition) => {
    const value = oneOf(query, fieldParameter(definition.fieldName));
    return value !== undefined && FILTERABLE.includes(definition.fieldType) ? [{ definition, value }] : [];
  });
}

type Condition = { field: string; op: string; value: string | boolean };

function conditionsOf(filter: CustomerFilter, fields: ReturnType<typeof fieldFiltersOf>): Condition[] {
  const [channel, purpose, state = ""] = filter.consent?.split(".") ?? [];
  return [
    ...(channel ? [{ field: `consent.${channel}.${purpose}`, op: "is", value: state }] : []),
    ...fields.map(({ definition, value }) => ({
      field: `custom.${definition.fieldName}`,
      op: WHOLE_VALUE.includes(definition.fieldType) ? "is" : "contains",
      value: value.slice(0, 500),
    })),
  ];
}

const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The same filter as search_members and export_accounts take it; days are whole days, counted in UTC. */
export function memberInputOf(filter: CustomerFilter, fields: ReturnType<typeof fieldFiltersOf> = []) {
  const all = conditionsOf(filter, fields);
  const { search, lifeStage, type, source, language, membership } = filter;
  const input = {
    ...{ search, lifeStage, type, source, language, membershipStatus: membership, segmentId: filter.segment },
    tagIds: filter.tags.length > 0 ? filter.tags : undefined,
    hasBooking: filter.booking && filter.booking === "yes",
    inactiveDays: filter.inactive && Number(filter.inactive),
    createdAfter: filter.createdFrom,
    createdBefore: filter.createdTo && dayAfter(filter.createdTo),
    criteria: all.length > 0 ? { all } : undefined,
    deleted: filter.deleted || undefined,
  };
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as typeof input;
}

/** Order and columns the address asks for. */
export function showingOf(query: PageQuery) {
  const columns = manyOf(query, "columns");
  const shown = COLUMNS.filter((column) => columns.includes(column));
  const sort = choiceOf(query, "sort", SORTS) ?? "createdAt";
  return {
    sort,
    order: choiceOf(query, "order", ["asc", "desc"]) ?? (sort === "createdAt" ? ("desc" as const) : ("asc" as const)),
    columns: columns.length > 0 ? shown : ([...USUAL_COLUMNS] as Column[]),
  };
}
