import { isObject, type JsonObject } from "../json.ts";

/** The arguments of a tool as rows: required ones first, the parts of an object below it with a dot. */
export function argumentRows(schema: JsonObject, prefix = ""): JsonObject[] {
  const required = requiredOf(schema);
  const entries = Object.entries(propertiesOf(schema));
  const ordered = [
    ...entries.filter(([name]) => required.includes(name)),
    ...entries.filter(([name]) => !required.includes(name)),
  ];
  return ordered.flatMap(([name, property]) => {
    const about = typeof property.description === "string" ? property.description : "";
    const row = {
      argument: prefix + name,
      required: required.includes(name) ? "yes" : "",
      type: typeOf(property),
      rule: ruleOf(property),
      about,
    };
    const inner = variantOf(property);
    const [parts, mark] = isObject(inner.items) ? [variantOf(inner.items), "[]."] : [inner, "."];
    return [row, ...argumentRows(parts, `${prefix}${name}${mark}`)];
  });
}

/** Arguments that show how a call looks: every required one. */
export function exampleArguments(schema: JsonObject): JsonObject {
  const properties = propertiesOf(schema);
  const required = requiredOf(schema);
  return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {}, name)]));
}

/** The schema of the argument at a path such as `address.city`. */
export function propertyAt(schema: JsonObject, path: readonly string[]): JsonObject {
  return path.reduce<JsonObject>((here, step) => propertiesOf(variantOf(here))[step] ?? {}, schema);
}

/** The types a property may have. */
export function typesOf(property: JsonObject): string[] {
  const own = Array.isArray(property.type) ? property.type : [property.type];
  const variants = Array.isArray(property.anyOf) ? property.anyOf.filter(isObject).flatMap(typesOf) : [];
  return [...own.filter((type): type is string => typeof type === "string"), ...variants];
}

function propertiesOf(schema: JsonObject): Record<string, JsonObject> {
  const entries = Object.entries(isObject(schema.properties) ? schema.properties : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, JsonObject] => isObject(entry[1])));
}

function requiredOf(schema: JsonObject): string[] {
  return Array.isArray(schema.required)
    ? schema.required.filter((name): name is string => typeof name === "string")
    : [];
}

/** The first alternative that says something, for `anyOf: [X, null]`. */
function variantOf(property: JsonObject): JsonObject {
  const variants = Array.isArray(property.anyOf) ? property.anyOf.filter(isObject) : [];
  return variants.find((variant) => variant.type !== "null") ?? property;
}

function typeOf(property: JsonObject): string {
  const variant = variantOf(property);
  if (Array.isArray(variant.enum)) return variant.enum.join(" | ");
  if (variant.type === "array") return `${typeOf(isObject(variant.items) ? variant.items : {})}[]`;
  const types = typesOf(property).filter((type) => type !== "null");
  return [...new Set(types)].join(" | ") || "any";
}

function ruleOf(property: JsonObject): string {
  const variant = { ...property, ...variantOf(property) };
  const rules = [
    range(variant.minLength, variant.maxLength, " characters"),
    range(variant.minimum, variant.maximum, ""),
    range(variant.minItems, variant.maxItems, " entries"),
    typeof variant.format === "string" ? variant.format : "",
    variant.default === undefined ? "" : `default ${JSON.stringify(variant.default)}`,
    typesOf(property).includes("null") ? "null clears it" : "",
  ];
  return rules.filter(Boolean).join(", ");
}

function range(from: unknown, to: unknown, unit: string): string {
  const [least, most] = [from, to].map((bound) => (typeof bound === "number" && !isHuge(bound) ? bound : undefined));
  if (least !== undefined && most !== undefined) return `${least}–${most}${unit}`;
  if (most !== undefined) return `at most ${most}${unit}`;
  return least === undefined ? "" : `at least ${least}${unit}`;
}

/** Bounds that every JSON integer has anyway. */
function isHuge(value: number): boolean {
  return Math.abs(value) >= Number.MAX_SAFE_INTEGER;
}

function exampleOf(property: JsonObject, name: string): unknown {
  const variant = variantOf(property);
  const given =
    property.example ?? (Array.isArray(property.examples) ? property.examples[0] : undefined) ?? variant.default;
  if (given !== undefined) return given;
  if (Array.isArray(variant.enum)) return variant.enum[0];
  if (variant.type === "integer" || variant.type === "number")
    return typeof variant.minimum === "number" ? variant.minimum : 1;
  if (variant.type === "boolean") return true;
  if (variant.type === "array") return [exampleOf(isObject(variant.items) ? variant.items : {}, name)];
  if (variant.type === "object") return exampleObject(variant);
  if (variant.format === "email" || /email/i.test(name)) return "you@example.com";
  if (variant.format === "date-time") return "2026-12-01T10:00:00Z";
  if (variant.format === "date") return "2026-12-01";
  return `<${name}>`;
}

/** An object that may be empty by its schema is rarely meant to be: its first part shows how it looks. */
function exampleObject(schema: JsonObject): JsonObject {
  const [first] = Object.entries(propertiesOf(schema));
  if (requiredOf(schema).length > 0 || !first) return exampleArguments(schema);
  return { [first[0]]: exampleOf(first[1], first[0]) };
}
