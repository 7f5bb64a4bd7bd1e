import { type Condition, type Criteria, FLAG_FIELDS, type Scalar } from "@/lib/operations/segments/criteria";

/** Criteria while a person edits them: every value is a list of texts, and every part has a key of its own. Pure. */

export const MATCHES = ["all", "any", "none"] as const;
export type Match = (typeof MATCHES)[number];
export type DraftCondition = { kind: "condition"; key: string; field: string; op: string; values: string[] };
export type DraftGroup = { kind: "group"; key: string; match: Match; members: Draft[] };
export type Draft = DraftCondition | DraftGroup;

/** Operators that take no value. */
export const BARE_OPS = ["is_set", "is_empty"];
/** Operators that take a list. */
export const LIST_OPS = ["in", "not_in", "has_any", "has_all", "has_none"];
/** Operators that count days from now. */
export const DAY_OPS = ["within_days", "older_than_days", "next_days"];

let counter = 0;
/** A key that no other part has. */
export function freshKey(): string {
  counter += 1;
  return `part-${counter}`;
}

export function emptyGroup(match: Match = "all"): DraftGroup {
  return { kind: "group", key: freshKey(), match, members: [] };
}

function memberOf(criteria: Criteria): Draft {
  if ("all" in criteria) return groupOf("all", criteria.all);
  if ("any" in criteria) return groupOf("any", criteria.any);
  if ("not" in criteria) return groupOf("none", "any" in criteria.not ? criteria.not.any : [criteria.not]);
  const { field, op, value } = criteria;
  const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
  return { kind: "condition", key: freshKey(), field, op, values };
}

function groupOf(match: Match, members: readonly Criteria[]): DraftGroup {
  return { ...emptyGroup(match), members: members.map(memberOf) };
}

/** Stored criteria as a group to edit; null, which is everybody, is an empty one. */
export function toDraft(criteria: Criteria | null): DraftGroup {
  if (criteria === null) return emptyGroup();
  const draft = memberOf(criteria);
  return draft.kind === "group" ? draft : { ...emptyGroup(), members: [draft] };
}

function scalarOf({ field, op }: DraftCondition, text: string): Scalar {
  if (FLAG_FIELDS.includes(field)) return text === "true";
  const isNumber = DAY_OPS.includes(op) || ["gt", "gte", "lt", "lte"].includes(op);
  return isNumber && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function conditionOf(draft: DraftCondition): Condition {
  const { field, op, values } = draft;
  if (BARE_OPS.includes(op)) return { field, op };
  const scalars = values.map((text) => scalarOf(draft, text));
  return { field, op, value: LIST_OPS.includes(op) ? scalars : (scalars[0] ?? "") };
}

function criteriaOf(draft: Draft): Criteria | null {
  if (draft.kind === "condition") return conditionOf(draft);
  const members = draft.members.map(criteriaOf).filter((member) => member !== null);
  const [first] = members;
  if (!first) return null;
  if (draft.match === "none") return { not: members.length === 1 ? first : { any: members } };
  return draft.match === "all" ? { all: members } : { any: members };
}

/** What was edited as criteria; null while there is no condition. */
export function toCriteria(root: DraftGroup): Criteria | null {
  return criteriaOf(root);
}

/** Whether every condition has the value it needs. */
export function isComplete(draft: Draft): boolean {
  if (draft.kind === "group") return draft.members.every(isComplete);
  return BARE_OPS.includes(draft.op) || (draft.values.length > 0 && draft.values.every((value) => value.trim() !== ""));
}

/** The tree with one part replaced by what `change` makes of it; null takes it away. */
export function changed(root: DraftGroup, key: string, change: (part: Draft) => Draft | null): DraftGroup {
  const visit = (part: Draft): Draft | null => {
    if (part.key === key) return change(part);
    return part.kind === "group" ? visitGroup(part) : part;
  };
  const visitGroup = (group: DraftGroup): DraftGroup => ({
    ...group,
    members: group.members.map(visit).filter((member) => member !== null),
  });
  if (root.key !== key) return visitGroup(root);
  const next = change(root);
  return next?.kind === "group" ? next : emptyGroup();
}
