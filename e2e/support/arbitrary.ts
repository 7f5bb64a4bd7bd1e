import fc from "fast-check";
import { z } from "zod";
import type { AnyOperation } from "@/lib/kernel/operation";
import { inputSchemaOf } from "@/lib/kernel/validation";
import { examplesOf, isOptional, type KnownIds, withKnownIds } from "./generator";

/** Values that break naive code: bounds, marks that reverse text, numbers that are none, dates that never were. */
export const nasty = fc.constantFrom<unknown>(
  "",
  " ",
  "0",
  "-1",
  "1e309",
  "NaN",
  "null",
  "2026-02-30",
  "2026-13-45T99:99:99Z",
  "9999-12-31",
  "0000-00-00",
  "24:61",
  "' OR 1=1; --",
  "{{7*7}}",
  "../../etc/passwd",
  "\u202Eabc",
  "\uD800",
  "a\u0000b",
  "👩‍👩‍👧‍👦".repeat(20),
  "x".repeat(5_000),
  "%_\\",
  "ß".repeat(100),
  0,
  -0,
  -1,
  1,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  0.1,
  1e308,
  true,
  false,
  null,
  [],
  {},
  [[]],
  [null],
  { __proto__: null },
  { constructor: 1 },
);

const MAX_DEPTH = 5;

/** Texts of any script within the schema's bounds; at most 200 characters, because longer ones are cut by a rule or by none. */
function textFor({ minLength, maxLength }: z.ZodString): fc.Arbitrary<string> {
  const longest = Math.max(minLength ?? 0, Math.min(maxLength ?? 200, 200));
  return fc.string({ unit: "grapheme", minLength: minLength ?? 0, maxLength: longest });
}

function numberFor(schema: z.ZodNumber): fc.Arbitrary<number> {
  const min = Math.max(schema.minValue ?? -1e9, -(2 ** 53));
  const max = Math.min(schema.maxValue ?? 1e9, 2 ** 53);
  const whole = fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  return schema.isInt ? whole : fc.oneof(whole, fc.double({ min, max, noNaN: true }));
}

/** Values of a schema's own shape; ids are those that the workspace has, whatever no shape tells is any JSON. */
function shapeOf(schema: z.ZodType, ids: KnownIds, depth: number): fc.Arbitrary<unknown> {
  const inner = (each: unknown) => valuesOf(each as z.ZodType, ids, depth + 1);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly)
    return inner(schema.def.innerType);
  if (schema instanceof z.ZodNullable) return fc.option(inner(schema.def.innerType), { nil: null });
  if (schema instanceof z.ZodPipe) return inner(schema.def.in);
  if (schema instanceof z.ZodLazy) return inner(schema.def.getter());
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.def.options.map(inner));
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.def.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return numberFor(schema);
  if (schema instanceof z.ZodString) return textFor(schema);
  if (schema instanceof z.ZodArray) return fc.array(inner(schema.element), { maxLength: 3 });
  if (schema instanceof z.ZodObject) return objectOf(schema, ids, depth);
  if (schema instanceof z.ZodRecord) return fc.dictionary(fc.string({ maxLength: 20 }), inner(schema.def.valueType));
  return fc.jsonValue({ maxDepth: 2 });
}

function objectOf(schema: z.ZodObject, ids: KnownIds, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(schema.shape) as [string, z.ZodType][];
  const model = Object.fromEntries(fields.map(([name, field]) => [name, valuesOf(field, ids, depth + 1)]));
  const requiredKeys = fields.filter(([, field]) => !isOptional(field)).map(([name]) => name);
  return fc.record(model, { requiredKeys });
}

/** Mostly the field's own examples, which reach deep; sometimes anything of its shape. */
function valuesOf(schema: z.ZodType, ids: KnownIds, depth: number): fc.Arbitrary<unknown> {
  const examples = examplesOf(schema).map((example) => withKnownIds(example, ids));
  if (depth > MAX_DEPTH) return fc.constantFrom(...examples, null);
  const shaped = shapeOf(schema, ids, depth);
  if (examples.length === 0) return shaped;
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...examples) }, { weight: 1, arbitrary: shaped });
}

/** Every place in a value, as its keys from the root. */
function placesIn(value: unknown): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[key], ...placesIn(Reflect.get(value, key)).map((rest) => [key, ...rest])]);
}

interface Damage {
  pick: number;
  kind: "replace" | "remove" | "add";
  value: unknown;
}

/** A copy of `args` with one place replaced, removed, or given a neighbour that nobody declared. */
function damaged(args: Record<string, unknown>, { pick, kind, value }: Damage): Record<string, unknown> {
  const copy = structuredClone(args);
  const places = placesIn(copy);
  const path = places[pick % Math.max(1, places.length)];
  if (!path || kind === "add") return { ...copy, unknown: value };
  const key = path.at(-1) as string | number;
  const parent = path.slice(0, -1).reduce<object>((node, step) => Reflect.get(node, step), copy);
  if (kind === "replace") Reflect.set(parent, key, value);
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
  return copy;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  pick: fc.nat(10_000),
  kind: fc.constantFrom("replace", "replace", "replace", "remove", "add"),
  value: fc.oneof(nasty, fc.jsonValue({ maxDepth: 2 })),
});

/** Arguments for an operation from its own schema: half of them as it wants them, half with one or two places broken. */
export function argumentsOf(operation: AnyOperation, ids: KnownIds): fc.Arbitrary<Record<string, unknown>> {
  const fitting = objectOf(inputSchemaOf(operation) as z.ZodObject, ids, 0);
  const broken = fc.tuple(fitting, fc.array(damage, { minLength: 1, maxLength: 2 }));
  return fc.oneof(
    fitting,
    broken.map(([args, damages]) => damages.reduce(damaged, args)),
  );
}
