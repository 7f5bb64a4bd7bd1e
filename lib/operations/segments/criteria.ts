/**
 * The criteria of a segment: a tree of groups and conditions, as agents and the builder write it. Pure: checking it needs
 * no database; names of tags, custom fields and segments are looked up when it is compiled.
 */

import { ACCOUNT_SOURCES, ACCOUNT_TYPES, GENDERS, LIFE_STAGES } from "../accounts/choices";

export const MOST_DEPTH = 8;
export const MOST_CONDITIONS = 100;
export const MOST_VALUES = 200;

export type Scalar = string | number | boolean;
export interface Condition {
  field: string;
  op: string;
  value?: Scalar | Scalar[];
}
export type Criteria = { all: Criteria[] } | { any: Criteria[] } | { not: Criteria } | Condition;

const TEXT_OPS = ["is", "is_not", "contains", "starts_with", "is_set", "is_empty"];
const CHOICE_OPS = ["is", "is_not", "in", "not_in", "is_set", "is_empty"];
const DATE_OPS = ["before", "after", "within_days", "older_than_days", "next_days", "is_set", "is_empty"];
const SET_OPS = ["has_any", "has_all", "has_none"];
const NUMBER_OPS = ["gt", "gte", "lt", "lte"];
const FLAG_OPS = ["is"];

export const TEXT_FIELDS = ["name", "localName", "email", "phone", "address", "memberCode"];
export const CHOICE_FIELDS = ["lifeStage", "type", "source", "gender", "language", "assignedTo"];
export const DATE_FIELDS = [
  "createdAt",
  "lastActivityAt",
  "lastNoteAt",
  "lastBookingAt",
  "dateOfBirth",
  "memberSince",
  "membershipExpiresAt",
];
/** The fields whose values are known, and what they are. */
export const KNOWN_CHOICES: Readonly<Record<string, readonly string[]>> = {
  lifeStage: LIFE_STAGES,
  type: ACCOUNT_TYPES,
  source: ACCOUNT_SOURCES,
  gender: GENDERS,
};
export const FLAG_FIELDS = ["hasBooking", "hasMembership", "hasOpenTask", "hasOpenDeal", "hasWonDeal"];

/** The grammar in one text, for tool descriptions and error hints. */
export const CRITERIA_GUIDE = [
  "Tree of groups {all:[…]}, {any:[…]}, {not:…} (8 deep, 100 conditions at most) and conditions {field, op, value}.",
  `${TEXT_FIELDS.join(" ")}: ${TEXT_OPS.join(" ")}.`,
  `${CHOICE_FIELDS.join(" ")}: ${CHOICE_OPS.join(" ")}.`,
  `${DATE_FIELDS.join(" ")}: before after (YYYY-MM-DD), within_days older_than_days next_days (a number), is_set is_empty.`,
  "lastActivityAt: when added, noted on, booked, or given a deal; lastNoteAt: notes alone, so no note in 30 days is {not: {field: lastNoteAt, op: within_days, value: 30}}.",
  `${FLAG_FIELDS.join(" ")}: is true or false.`,
  "tags: has_any has_all has_none (names or ids). in, not_in and has_… take lists.",
  "segment: in not_in (id of a STATIC segment).",
  "custom.<fieldName>: is is_not in contains gt gte lt lte before after is_set is_empty.",
  "consent.<channel>.<purpose>: is granted, withdrawn or none.",
].join(" ");

/** What is wrong, and where: a path such as `criteria.all.1.op`. */
export class CriteriaProblem extends Error {
  constructor(
    readonly field: string,
    readonly rule: string,
  ) {
    super(`${field}: ${rule}`);
  }
}

/** The operators a field takes, or undefined when there is no such field. */
export function operatorsOf(field: string): readonly string[] | undefined {
  if (TEXT_FIELDS.includes(field)) return TEXT_OPS;
  if (CHOICE_FIELDS.includes(field)) return CHOICE_OPS;
  if (DATE_FIELDS.includes(field)) return DATE_OPS;
  if (FLAG_FIELDS.includes(field)) return FLAG_OPS;
  if (field === "tags") return SET_OPS;
  if (field === "segment") return ["in", "not_in"];
  if (/^custom\.[a-z][a-z0-9_]{0,59}$/.test(field)) {
    return [...new Set([...TEXT_OPS, ...CHOICE_OPS, ...NUMBER_OPS, "before", "after"])].filter(
      (op) => op !== "starts_with",
    );
  }
  if (/^consent\.[a-z]+\.[a-z]+$/.test(field)) return FLAG_OPS;
  return undefined;
}

const LIST_OPS = ["in", "not_in", ...SET_OPS];
const BARE_OPS = ["is_set", "is_empty"];
const DAY_OPS = ["within_days", "older_than_days", "next_days"];

/** Checks a tree of unknown shape. Throws CriteriaProblem at the first thing that is wrong; never recurses past the bound. */
export function parseCriteria(raw: unknown): Criteria {
  let conditions = 0;
  const visit = (node: unknown, path: string, depth: number): Criteria => {
    if (depth > MOST_DEPTH) throw new CriteriaProblem(path, `must not be nested more than ${MOST_DEPTH} deep`);
    if (typeof node !== "object" || node === null || Array.isArray(node)) {
      throw new CriteriaProblem(path, "must be a group {all|any|not} or a condition {field, op, value}");
    }
    const entries = node as Record<string, unknown>;
    const [group] = ["all", "any", "not"].filter((name) => name in entries);
    if (group === undefined) {
      conditions += 1;
      if (conditions > MOST_CONDITIONS)
        throw new CriteriaProblem(path, `must have at most ${MOST_CONDITIONS} conditions`);
      return parseCondition(entries, path);
    }
    const other = Object.keys(entries).find((name) => name !== group);
    if (other !== undefined) throw new CriteriaProblem(`${path}.${other}`, `cannot stand beside ${group}`);
    if (group === "not") return { not: visit(entries.not, `${path}.not`, depth + 1) };
    const members = entries[group];
    if (!Array.isArray(members) || members.length === 0 || members.length > MOST_CONDITIONS) {
      throw new CriteriaProblem(`${path}.${group}`, `must be a list of 1 to ${MOST_CONDITIONS}`);
    }
    const parsed = members.map((member: unknown, index) => visit(member, `${path}.${group}.${index}`, depth + 1));
    return group === "all" ? { all: parsed } : { any: parsed };
  };
  return visit(raw, "criteria", 1);
}

function parseCondition(entries: Record<string, unknown>, path: string): Condition {
  const { field, op, value, ...rest } = entries;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw new CriteriaProblem(`${path}.${unknown}`, "is not part of a condition {field, op, value}");
  if (typeof field !== "string") throw new CriteriaProblem(`${path}.field`, "is required");
  const operators = operatorsOf(field);
  if (!operators) throw new CriteriaProblem(`${path}.field`, `there is no field "${field.slice(0, 60)}"`);
  if (typeof op !== "string" || !operators.includes(op)) {
    throw new CriteriaProblem(`${path}.op`, `must be one of ${operators.join(", ")} for ${field}`);
  }
  if (BARE_OPS.includes(op)) {
    if (value !== undefined && value !== null) throw new CriteriaProblem(`${path}.value`, `has no meaning with ${op}`);
    return { field, op };
  }
  return { field, op, value: parseValue(field, op, value, `${path}.value`) };
}

function parseValue(field: string, op: string, value: unknown, path: string): Scalar | Scalar[] {
  if (LIST_OPS.includes(op)) {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    if (list.length === 0 || list.length > MOST_VALUES)
      throw new CriteriaProblem(path, `must list 1 to ${MOST_VALUES} values`);
    return list.map((each) => scalar(each, path));
  }
  const single = scalar(value, path);
  if (DAY_OPS.includes(op) && !(Number.isInteger(single) && Number(single) >= 0 && Number(single) <= 36_500)) {
    throw new CriteriaProblem(path, "must be a whole number of days");
  }
  if ((op === "before" || op === "after") && !isDay(single))
    throw new CriteriaProblem(path, "must be a date as YYYY-MM-DD");
  if (FLAG_FIELDS.includes(field) && typeof single !== "boolean")
    throw new CriteriaProblem(path, "must be true or false");
  if (field.startsWith("consent.") && !["granted", "withdrawn", "none"].includes(String(single))) {
    throw new CriteriaProblem(path, "must be granted, withdrawn or none");
  }
  if (NUMBER_OPS.includes(op) && !Number.isFinite(Number(single))) throw new CriteriaProblem(path, "must be a number");
  return single;
}

function scalar(value: unknown, path: string): Scalar {
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
  if (typeof value === "string" && value.length > 0 && value.length <= 500) return value;
  throw new CriteriaProblem(path, "must be a text of 1 to 500 characters, a number, true or false");
}

function isDay(value: Scalar): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** Every condition of a tree. */
export function conditionsOf(criteria: Criteria): Condition[] {
  if ("all" in criteria) return criteria.all.flatMap(conditionsOf);
  if ("any" in criteria) return criteria.any.flatMap(conditionsOf);
  return "not" in criteria ? conditionsOf(criteria.not) : [criteria];
}
