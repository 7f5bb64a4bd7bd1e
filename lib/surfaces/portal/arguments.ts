import type { FieldSchema, ToolField } from "./catalogue";

/** How a field of a tool is asked for in a form. */
export type Control = "text" | "number" | "choice" | "boolean" | "list" | "json";

const scalar = new Set(["string", "integer", "number"]);

/** The control that fits a field's schema; anything nested is typed as JSON. */
export function controlOf(schema: FieldSchema): Control {
  if (schema.enum) return "choice";
  const type = Array.isArray(schema.type) ? schema.type.find((name) => name !== "null") : schema.type;
  if (type === "boolean") return "boolean";
  if (type === "integer" || type === "number") return "number";
  if (type === "string") return "text";
  const items = schema.items;
  const isPlainList =
    type === "array" && (items?.enum !== undefined || scalar.has(String(items?.type ?? "")) || items?.anyOf);
  return isPlainList ? "list" : "json";
}

function argumentOf(schema: FieldSchema, text: string): unknown {
  switch (controlOf(schema)) {
    case "number":
      return Number.isNaN(Number(text)) ? text : Number(text);
    case "boolean":
      return text === "true";
    case "list":
      return text
        .split(/[\n,]/)
        .map((item) => item.trim())
        .filter(Boolean);
    case "json":
      return parseJson(text);
    default:
      return text;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The tool's own validation says what it wanted instead.
    return text;
  }
}

/** The arguments a try-it form was filled with; empty fields are left out. */
export function argumentsFrom(fields: readonly ToolField[], form: FormData): Record<string, unknown> {
  const filled = fields.flatMap(({ name, schema }) => {
    const value = form.get(`arg:${name}`);
    return typeof value === "string" && value.trim() !== "" ? [[name, argumentOf(schema, value)] as const] : [];
  });
  return Object.fromEntries(filled);
}
