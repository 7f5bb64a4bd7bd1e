import { z } from "zod";
import { randomPart } from "@/lib/kernel/ids";
import type { AnyOperation } from "@/lib/kernel/operation";

/** Ids a workspace has, by prefix: `svc` → `svc_…`. */
export type KnownIds = ReadonlyMap<string, string>;

/** A date of a class has the id of its schedule and its day. */
const ID = /^([a-z]+(?:_[a-z]+)*)_[0-9A-Za-z]{24}(?:_\d{8})?$/;

/** The prefix of an id, or undefined for any other text. */
export function prefixOf(text: unknown): string | undefined {
  return typeof text === "string" ? ID.exec(text)?.[1] : undefined;
}

/** An id of the same form that nobody has. */
export const absentTwin = (id: string) => id.replace(/[0-9A-Za-z]{24}/, randomPart(24));

const part = (schema: z.ZodType, name: string): z.ZodType | undefined => {
  const inner = (schema.def as unknown as Record<string, unknown>)[name];
  return inner instanceof z.ZodType ? inner : undefined;
};

/** What a schema wraps: optional, default, nullable, pipe. */
function inside(schema: z.ZodType): z.ZodType {
  const inner = part(schema, "innerType") ?? part(schema, "in");
  return inner ? inside(inner) : schema;
}

export function examplesOf(schema: z.ZodType): unknown[] {
  const own = schema.meta()?.examples as unknown[] | undefined;
  const inner = part(schema, "innerType") ?? part(schema, "in");
  return own ?? (inner ? examplesOf(inner) : []);
}

/** Whether a field may be left out. */
export const isOptional = (schema: z.ZodType) => schema.safeParse(undefined).success;

/** A value that fits: the first example, with ids that the workspace has. Throws when it cannot think of one. */
function valueFor(schema: z.ZodType, where: string, ids: KnownIds): unknown {
  const [example] = examplesOf(schema);
  if (example !== undefined) return withKnownIds(example, ids);
  const core = inside(schema);
  if (core instanceof z.ZodObject) return objectFor(core, where, ids);
  if (core instanceof z.ZodArray) return [valueFor(core.element as z.ZodType, `${where}[]`, ids)];
  if (core instanceof z.ZodEnum) return core.options[0];
  if (core instanceof z.ZodBoolean) return true;
  if (core instanceof z.ZodNumber) return 1;
  throw new Error(`${where} has no example to call it with`);
}

function objectFor(schema: z.ZodObject, where: string, ids: KnownIds): Record<string, unknown> {
  const required = Object.entries(schema.shape).filter(([, inner]) => !isOptional(inner as z.ZodType));
  return Object.fromEntries(
    required.map(([field, inner]) => [field, valueFor(inner as z.ZodType, `${where}.${field}`, ids)]),
  );
}

/** A copy of a value in which every id of a known kind is one that the workspace has. */
export function withKnownIds(value: unknown, ids: KnownIds): unknown {
  if (Array.isArray(value)) return value.map((item) => withKnownIds(item, ids));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withKnownIds(item, ids)]));
  }
  return ids.get(prefixOf(value) ?? "") ?? value;
}

/** The smallest arguments that fit an operation, from its own examples. */
export function argumentsFor(operation: AnyOperation, ids: KnownIds): Record<string, unknown> {
  return objectFor(operation.input, operation.name, ids);
}

/** One place in an operation's arguments that takes an id. */
export interface IdArgument {
  /** Keys from the root; a number stands for the first item of a list. */
  path: readonly (string | number)[];
  prefix: string;
}

/** Every place, at any depth, whose example is an id. */
export function idArgumentsOf(operation: AnyOperation): IdArgument[] {
  return search(operation.input, []);
}

/** Every place, at any depth, that takes a text of any words: no id, choice, date or address. */
export function textArgumentsOf(operation: AnyOperation): (readonly (string | number)[])[] {
  return textsIn(operation.input, []);
}

function textsIn(schema: z.ZodType, path: readonly (string | number)[]): (readonly (string | number)[])[] {
  const core = inside(schema);
  if (core instanceof z.ZodString) return examplesOf(schema).some(prefixOf) ? [] : [path];
  if (core instanceof z.ZodObject)
    return Object.entries(core.shape).flatMap(([field, inner]) => textsIn(inner as z.ZodType, [...path, field]));
  return core instanceof z.ZodArray ? textsIn(core.element as z.ZodType, [...path, 0]) : [];
}

function search(schema: z.ZodType, path: readonly (string | number)[]): IdArgument[] {
  const core = inside(schema);
  const prefix = examplesOf(schema).map(prefixOf).find(Boolean);
  if (prefix) return [{ path, prefix }];
  if (core instanceof z.ZodObject) {
    return Object.entries(core.shape).flatMap(([field, inner]) => search(inner as z.ZodType, [...path, field]));
  }
  if (!(core instanceof z.ZodArray)) return [];
  const listed = examplesOf(schema).flat().map(prefixOf).find(Boolean);
  return listed ? [{ path: [...path, 0], prefix: listed }] : search(core.element as z.ZodType, [...path, 0]);
}

/** A copy of `args` with `value` at `path`; what is missing on the way there is made from the schema's examples. */
export function place(operation: AnyOperation, args: object, path: IdArgument["path"], value: unknown, ids: KnownIds) {
  const copy = structuredClone(args) as Record<string | number, unknown>;
  let schema: z.ZodType = operation.input;
  let node = copy;
  path.forEach((key, index) => {
    const core = inside(schema);
    schema = (core instanceof z.ZodObject ? core.shape[key] : (core as z.ZodArray).element) as z.ZodType;
    if (index === path.length - 1) node[key] = value;
    else {
      const isListOfIds = typeof path[index + 1] === "number" && index === path.length - 2;
      node[key] ??= isListOfIds ? [] : valueFor(schema, String(key), ids);
      node = node[key] as Record<string | number, unknown>;
    }
  });
  return copy as Record<string, unknown>;
}
