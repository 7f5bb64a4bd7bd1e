import { z } from "zod";
import { acceptsIdempotencyKey } from "./effects";
import { OperationError } from "./errors";
import { type InputSchema, isTenantOperation, type Operation, type OutputSchema } from "./operation";

/** One violated rule, as callers see it in `error.details.fields`. */
export interface FieldProblem {
  field: string;
  rule: string;
  example?: unknown;
}

const idempotencyKey = z
  .string()
  .min(8)
  .max(128)
  .optional()
  .meta({
    description: "A text of yours, unique for this request: repeating the call with it never acts twice.",
    examples: ["booking-2026-05-11-anna"],
  });

const LONE_SURROGATE = /\p{Surrogate}/u;

const schemas = new WeakMap<InputSchema, InputSchema>();

/** The schema a caller's arguments must fit: the operation's own, with `idempotencyKey` where a retry could act twice. */
export function inputSchemaOf(operation: Operation<InputSchema, OutputSchema>): InputSchema {
  if (!isTenantOperation(operation) || !acceptsIdempotencyKey(operation.effect)) return operation.input;
  let schema = schemas.get(operation.input);
  if (!schema) {
    schema = operation.input.extend({ idempotencyKey });
    schemas.set(operation.input, schema);
  }
  return schema;
}

/** Checks arguments against the schema. Throws invalid_input that names every violated field, its rule and an example. */
export function validate(schema: InputSchema, rawInput: unknown): Record<string, unknown> {
  const result = schema.safeParse(rawInput ?? {}, { reportInput: true });
  const problems = result.success
    ? unstorable(rawInput)
    : result.error.issues.flatMap((issue) => toProblems(schema, issue));
  if (result.success && problems.length === 0) return result.data;
  const [first] = problems;
  throw new OperationError("invalid_input", {
    message: `${first?.field || "arguments"}: ${first?.rule ?? "not valid"}`,
    details: { fields: problems.slice(0, 20), ...(first ? { field: first.field } : {}) },
  });
}

function toProblems(schema: InputSchema, issue: z.core.$ZodIssue): FieldProblem[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const known = path.length === 0 ? `; known arguments: ${Object.keys(schema.shape).join(", ") || "none"}` : "";
    return issue.keys.map((key) => ({
      field: [...path, key].join("."),
      rule: `is not an argument of this tool${known}`,
      ...exampleFor(schema, path[0]),
    }));
  }
  return [{ field: path.join("."), rule: ruleOf(issue), ...exampleFor(schema, path[0]) }];
}

function ruleOf(issue: z.core.$ZodIssue): string {
  const isMissing = issue.input === undefined && issue.path.length > 0;
  if (isMissing && issue.code === "invalid_type") return "is required";
  if (isMissing && issue.code === "invalid_value") return `is required: one of ${issue.values.join(", ")}`;
  return lowerFirst(issue.message);
}

function exampleFor(schema: InputSchema, field: string | undefined): { example?: unknown } {
  const example = exampleOf(schema, field);
  return example === undefined ? {} : { example };
}

function exampleOf(schema: InputSchema, field: string | undefined): unknown {
  const meta = field === undefined ? undefined : (schema.shape[field] as z.ZodType | undefined)?.meta();
  return (meta?.examples as unknown[] | undefined)?.[0];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** PostgreSQL stores neither U+0000 nor half of a surrogate pair, so both are refused by name instead of failing later. */
function unstorable(value: unknown, path = ""): FieldProblem[] {
  if (typeof value === "string") {
    if (value.includes("\u0000")) return [{ field: path, rule: "must not contain the character U+0000" }];
    return LONE_SURROGATE.test(value) ? [{ field: path, rule: "must not contain half of a surrogate pair" }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => unstorable(item, path ? `${path}.${key}` : key));
}
