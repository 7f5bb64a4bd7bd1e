import "server-only";
import { z } from "zod";
import type { Effect } from "@/lib/kernel/effects";
import { type AnyOperation, isOfferedTo, isTenantOperation } from "@/lib/kernel/operation";
import { inputSchemaOf } from "@/lib/kernel/validation";
import { operations } from "@/lib/operations";
import { singleton } from "@/lib/singleton";

/** The part of JSON Schema that operations' inputs use. */
export type FieldSchema = {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  format?: string;
  items?: FieldSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  anyOf?: FieldSchema[];
};

export type ToolField = { name: string; isRequired: boolean; schema: FieldSchema };

/** A tool as the catalogue shows it. */
export type CatalogueTool = {
  name: string;
  title: string;
  description: string;
  area: string;
  effect: Effect;
  isPublic: boolean;
  scopes: readonly string[];
  fields: ToolField[];
  /** Arguments for a first call, taken from the fields' own examples. */
  example: Record<string, unknown>;
  /** The inverse tool's name, or why there is none; absent for reads. */
  undo?: { tool: string } | { none: string };
};

function fieldsOf(operation: AnyOperation): ToolField[] {
  const schema = z.toJSONSchema(inputSchemaOf(operation), { io: "input", unrepresentable: "any" });
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    isRequired: required.has(name),
    schema: field as FieldSchema,
  }));
}

function undoOf({ undo }: AnyOperation): CatalogueTool["undo"] {
  if (!undo) return undefined;
  return "none" in undo ? { none: undo.none } : { tool: undo.with().name };
}

function toTool(operation: AnyOperation): CatalogueTool {
  const fields = fieldsOf(operation);
  const shown = fields.filter(({ isRequired, schema }) => isRequired && schema.examples?.length);
  return {
    name: operation.name,
    title: operation.title,
    description: operation.description,
    area: operation.area,
    effect: operation.effect,
    isPublic: !isTenantOperation(operation) && operation.access === "public",
    scopes: isTenantOperation(operation) ? operation.scopes : [],
    fields,
    example: Object.fromEntries(shown.map(({ name, schema }) => [name, schema.examples?.[0]])),
    undo: undoOf(operation),
  };
}

/** Every tool that agents are offered, projected from the registry once per process. */
export function catalogue(): readonly CatalogueTool[] {
  return singleton("portal-catalogue", () =>
    operations.filter((operation) => isOfferedTo(operation, "mcp")).map(toTool),
  );
}

/** The tools whose name, title or description contains every word of `query`. */
export function searchCatalogue(query: string): readonly CatalogueTool[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return catalogue().filter((tool) => {
    const text = `${tool.name} ${tool.name.replaceAll("_", " ")} ${tool.title} ${tool.description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
