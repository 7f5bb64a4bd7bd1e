import type { z } from "zod";
import type { InputSchema, OutputSchema } from "./operation";

const MAX_STORED_CHARACTERS = 8_000;
// Without a word boundary: a key glued to another word is still a key.
const KEY_PATTERN = /fav_mcp_[0-9A-Za-z]{8,}/g;
export const REDACTED = "[redacted]";

/** Names of the top-level fields that a schema marks with `.meta({ secret: true })`. */
export function secretFieldsOf(schema: InputSchema | OutputSchema): string[] {
  const shape = "shape" in schema ? (schema.shape as Record<string, z.ZodType>) : {};
  return Object.keys(shape).filter((field) => shape[field]?.meta()?.secret === true);
}

/**
 * What may be stored of a call's arguments: secret fields hidden, and so is the value of a field that the schema does not
 * know, because a misspelt `code` is still a code.
 */
export function redactArguments(rawInput: unknown, schema: InputSchema): unknown {
  if (!isRecord(rawInput)) return null;
  const unknown = Object.keys(rawInput).filter((field) => !(field in schema.shape) && field !== "idempotencyKey");
  return redact(rawInput, [...secretFieldsOf(schema), ...unknown]);
}

/** What may be stored of a value: fields marked secret and anything that looks like a key are replaced, size is bounded. */
export function redact(value: unknown, secretFields: readonly string[] = []): unknown {
  if (value === undefined) return null;
  const hidden = isRecord(value) ? withoutFields(value, secretFields) : value;
  const text = JSON.stringify(hidden, replaceValue);
  if (text === undefined) return null;
  if (text.length > MAX_STORED_CHARACTERS) {
    return { truncated: true, characters: text.length, fields: isRecord(value) ? Object.keys(value).slice(0, 50) : [] };
  }
  return JSON.parse(text);
}

function withoutFields(value: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fields.includes(key) ? REDACTED : item]));
}

function replaceValue(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") return storable(value);
  if (!isRecord(value)) return value;
  const names = Object.keys(value);
  if (names.every((name) => name === storable(name))) return value;
  return Object.fromEntries(names.map((name) => [storable(name), value[name]]));
}

/** U+0000 and halves of surrogate pairs cannot be stored as jsonb; a refused call that carried one is recorded all the same. */
function storable(text: string): string {
  return text
    .replace(KEY_PATTERN, REDACTED)
    .replaceAll("\u0000", "\uFFFD")
    .replace(/\p{Surrogate}/gu, "\uFFFD");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
