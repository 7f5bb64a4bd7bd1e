import "server-only";
import type { DatabaseClient, Prisma } from "@/lib/db/client";
import { fold } from "../accounts/search-text";
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from "../consent/consent";
import { optionOf } from "../custom-fields/field-value";
import { compileCustomField, type FieldDefinition, unknownOption } from "./compile-custom-field";
import {
  CHOICE_FIELDS,
  type Condition,
  type Criteria,
  CriteriaProblem,
  conditionsOf,
  DATE_FIELDS,
  KNOWN_CHOICES,
  type Scalar,
  TEXT_FIELDS,
} from "./criteria";

/** Turns criteria into a Prisma filter. Conditions are written so that a missing value is false, never unknown: not() of it is true. */

type Where = Prisma.AccountWhereInput;
const NOBODY: Where = { id: { in: [] } };
const DAY_MS = 86_400_000;
const NULLABLE = new Set([
  "localName",
  "email",
  "phone",
  "address",
  "memberCode",
  "gender",
  "language",
  "assignedTo",
  "lastBookingAt",
  "dateOfBirth",
  "memberSince",
  "membershipExpiresAt",
]);

interface Names {
  tags: Map<string, string>;
  segments: Set<string>;
  fields: Map<string, FieldDefinition>;
  now: Date;
}

/**
 * Compiles checked criteria; null is everybody. `isNew` refuses names that this company does not have; a stored segment
 * whose tag or field was deleted since simply finds nobody by it.
 */
export async function compileCriteria(
  db: DatabaseClient,
  criteria: Criteria | null,
  { isNew = false, now = new Date() } = {},
): Promise<Where> {
  if (criteria === null) return {};
  const conditions = conditionsOf(criteria);
  const names = { ...(await loadNames(db, conditions)), now };
  if (isNew) requireNames(conditions, names);
  return compile(criteria, names);
}

const listOf = ({ value }: Condition): Scalar[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const textsOf = (condition: Condition) => listOf(condition).map(String);
const fieldNameOf = ({ field }: Condition) => field.slice("custom.".length);

async function loadNames(db: DatabaseClient, conditions: readonly Condition[]): Promise<Omit<Names, "now">> {
  const uses = (prefix: string) => conditions.filter(({ field }) => field === prefix || field.startsWith(`${prefix}.`));
  const [tagTexts, segmentIds, fieldNames] = [
    uses("tags").flatMap(textsOf),
    uses("segment").flatMap(textsOf),
    uses("custom").map(fieldNameOf),
  ];
  const tags = tagTexts.length
    ? await db.tag.findMany({
        where: { deletedAt: null, OR: [{ id: { in: tagTexts } }, { nameKey: { in: tagTexts.map(fold) } }] },
      })
    : [];
  const segments = segmentIds.length
    ? await db.segment.findMany({ where: { id: { in: segmentIds }, segmentType: "STATIC", deletedAt: null } })
    : [];
  const fields = fieldNames.length
    ? await db.customFieldDefinition.findMany({
        where: { entityType: "account", deletedAt: null, fieldName: { in: fieldNames } },
      })
    : [];
  return {
    tags: new Map(tags.flatMap(({ id, nameKey }) => [[id, id] as const, [nameKey, id] as const])),
    segments: new Set(segments.map(({ id }) => id)),
    fields: new Map(fields.map((field) => [field.fieldName, field])),
  };
}

const tagIdOf = (names: Names, text: string) => names.tags.get(text) ?? names.tags.get(fold(text));

function requireNames(conditions: readonly Condition[], names: Names): void {
  for (const condition of conditions) {
    const { field } = condition;
    const missing =
      field === "tags"
        ? textsOf(condition).find((text) => tagIdOf(names, text) === undefined)
        : field === "segment"
          ? textsOf(condition).find((id) => !names.segments.has(id))
          : undefined;
    if (missing !== undefined)
      throw new CriteriaProblem(
        "criteria",
        `${field}: there is no ${field === "tags" ? "tag" : "STATIC segment"} "${missing}"`,
      );
    requireChoice(condition);
    if (field.startsWith("custom.")) requireOption(condition, names.fields.get(fieldNameOf(condition)));
  }
}

/** Refuses a value of a field whose values are known, and a channel or purpose that consent does not have. */
function requireChoice(condition: Condition): void {
  const { field } = condition;
  const choices = KNOWN_CHOICES[field];
  const unknown = choices && textsOf(condition).find((text) => optionOf(choices, text) === undefined);
  if (unknown !== undefined) {
    throw new CriteriaProblem("criteria", `${field}: "${unknown}" is no choice; one of ${choices?.join(", ")}`);
  }
  if (!field.startsWith("consent.")) return;
  const [, channel, purpose] = field.split(".");
  if (!isOneOf(CONSENT_CHANNELS, channel) || !isOneOf(CONSENT_PURPOSES, purpose)) {
    const known = `channels: ${CONSENT_CHANNELS.join(", ")}; purposes: ${CONSENT_PURPOSES.join(", ")}`;
    throw new CriteriaProblem("criteria", `${field}: there is no such channel or purpose; ${known}`);
  }
}

const isOneOf = (list: readonly string[], text: string | undefined) => text !== undefined && list.includes(text);

function requireOption(condition: Condition, definition: FieldDefinition | undefined): void {
  const { field } = condition;
  if (!definition) throw new CriteriaProblem("criteria", `${field}: there is no custom field of that name on account`);
  const unknown = unknownOption(definition, condition);
  if (unknown === undefined) return;
  throw new CriteriaProblem("criteria", `${field}: "${unknown}" is no option; one of ${definition.options.join(", ")}`);
}

function compile(criteria: Criteria, names: Names): Where {
  if ("all" in criteria) return { AND: criteria.all.map((each) => compile(each, names)) };
  if ("any" in criteria) return { OR: criteria.any.map((each) => compile(each, names)) };
  if ("not" in criteria) return { NOT: compile(criteria.not, names) };
  return compileCondition(criteria, names);
}

function compileCondition(condition: Condition, names: Names): Where {
  const { field, op, value } = condition;
  if (TEXT_FIELDS.includes(field)) return compileText(condition);
  if (CHOICE_FIELDS.includes(field)) return compileChoice(condition);
  if (field === "lastNoteAt") return compileLastNote(condition, names.now);
  if (DATE_FIELDS.includes(field)) return compileDate(condition, names.now);
  if (field === "tags") return compileTags(condition, names);
  if (field === "segment") {
    const inside: Where = {
      segments: { some: { segmentId: { in: textsOf(condition).filter((id) => names.segments.has(id)) } } },
    };
    return op === "in" ? inside : { NOT: inside };
  }
  if (field.startsWith("custom.")) {
    const definition = names.fields.get(fieldNameOf(condition));
    return definition ? compileCustomField(definition, condition) : NOBODY;
  }
  if (field.startsWith("consent.")) return compileConsent(field, String(value));
  return compileFlag(field, value === true);
}

/** Says of a column that it has a value, so that the whole condition is false without one. */
function present(column: string, where: Where): Where {
  return NULLABLE.has(column) ? { AND: [{ [column]: { not: null } }, where] } : where;
}

function emptiness(column: string, op: string): Where | undefined {
  if (op !== "is_set" && op !== "is_empty") return undefined;
  const isSet: Where = NULLABLE.has(column) ? { [column]: { not: null } } : {};
  return op === "is_set" ? isSet : { NOT: isSet };
}

function compileText({ field, op, value }: Condition): Where {
  const text = String(value);
  const insensitive = (filter: object): Where => present(field, { [field]: { ...filter, mode: "insensitive" } });
  const filters: Record<string, () => Where> = {
    is: () => insensitive({ equals: text }),
    is_not: () => ({ NOT: insensitive({ equals: text }) }),
    contains: () => insensitive({ contains: text }),
    starts_with: () => insensitive({ startsWith: text }),
  };
  return emptiness(field, op) ?? filters[op]?.() ?? NOBODY;
}

function compileChoice(condition: Condition): Where {
  const { field, op } = condition;
  const choices = KNOWN_CHOICES[field] ?? [];
  const chosen = present(field, { [field]: { in: textsOf(condition).map((text) => optionOf(choices, text) ?? text) } });
  return emptiness(field, op) ?? (op === "is" || op === "in" ? chosen : { NOT: chosen });
}

/** The moments that a condition on a date allows; undefined for is_set and is_empty. */
function rangeOf({ op, value }: Condition, now: Date): { gte?: Date; lt?: Date; lte?: Date } | undefined {
  const days = (count: number) => new Date(now.getTime() + count * DAY_MS);
  const day = () => new Date(`${String(value)}T00:00:00Z`);
  const ranges: Record<string, () => { gte?: Date; lt?: Date; lte?: Date }> = {
    before: () => ({ lt: day() }),
    after: () => ({ gte: day() }),
    within_days: () => ({ gte: days(-Number(value)), lte: now }),
    older_than_days: () => ({ lt: days(-Number(value)) }),
    next_days: () => ({ gte: now, lte: days(Number(value)) }),
  };
  return ranges[op]?.();
}

function compileDate(condition: Condition, now: Date): Where {
  const { field, op } = condition;
  return emptiness(field, op) ?? present(field, { [field]: rangeOf(condition, now) ?? {} });
}

/** By the notes themselves, which have an index by time: a last one before a day is one at all and none since. */
function compileLastNote(condition: Condition, now: Date): Where {
  const noted = (createdAt?: object): Where => ({
    notesWritten: { some: { deletedAt: null, ...(createdAt ? { createdAt } : {}) } },
  });
  const range = rangeOf(condition, now);
  if (!range) return condition.op === "is_set" ? noted() : { NOT: noted() };
  return range.gte ? noted(range) : { AND: [noted(), { NOT: noted({ gte: range.lt }) }] };
}

function compileTags(condition: Condition, names: Names): Where {
  const wanted = textsOf(condition).map((text) => tagIdOf(names, text));
  const tagIds = wanted.filter((id) => id !== undefined);
  const any: Where = { tags: { some: { tagId: { in: tagIds } } } };
  if (condition.op === "has_any") return any;
  if (condition.op === "has_none") return { NOT: any };
  if (tagIds.length < wanted.length) return NOBODY;
  return { AND: tagIds.map((tagId) => ({ tags: { some: { tagId } } })) };
}

function compileConsent(field: string, status: string): Where {
  const [, channel, purpose] = field.split(".");
  const current = { isCurrent: true, channel: channel ?? "", purpose: purpose ?? "" };
  if (status === "none") return { consents: { none: current } };
  return { consents: { some: { ...current, status } } };
}

function compileFlag(field: string, isTrue: boolean): Where {
  const flags: Record<string, Where> = {
    hasBooking: { lastBookingAt: { not: null } },
    hasMembership: { memberSince: { not: null } },
    hasOpenTask: { tasks: { some: { deletedAt: null, status: { in: ["todo", "in_progress"] } } } },
    hasOpenDeal: { deals: { some: { deletedAt: null, stage: { outcome: "open" } } } },
    hasWonDeal: { deals: { some: { deletedAt: null, stage: { outcome: "won" } } } },
  };
  const flag = flags[field] ?? NOBODY;
  return isTrue ? flag : { NOT: flag };
}
