import "server-only";
import { z } from "zod";
import type { Caller } from "@/lib/kernel/context";
import { hintsOf } from "@/lib/kernel/effects";
import { type AnyOperation, isOfferedTo, isTenantOperation, type OutputSchema } from "@/lib/kernel/operation";
import { inputSchemaOf } from "@/lib/kernel/validation";
import { operations } from "@/lib/operations";
import { singleton } from "@/lib/singleton";

/** One entry of tools/list, as the protocol wants it. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  inputSchema: { type: "object"; [key: string]: unknown };
  outputSchema: { type: "object"; [key: string]: unknown };
  annotations: { title: string } & ReturnType<typeof hintsOf>;
  /** The area of the product, by which clients may group a long list. */
  _meta: { "favcrm/area": string };
}

export interface ToolShelf {
  byName: ReadonlyMap<string, AnyOperation>;
  tools: readonly Tool[];
  /** The result of tools/list for a caller who may see everything, as JSON in UTF-8. */
  listBytes: Uint8Array;
}

type JsonSchema = Record<string, unknown>;

/** Leaves out what only we read (`secret`) and bounds that every JSON integer has anyway. */
function tidy({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  delete jsonSchema.secret;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

function toJsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", override: tidy });
  return rest;
}

const errorSchema: JsonSchema = {
  type: "object",
  properties: {
    code: { type: "string" },
    kind: { type: "string" },
    message: { type: "string" },
    hint: { type: "string" },
    details: { type: "object" },
  },
};

/** Every answer is `{ data, summary, renderType }` or `{ error }`; all optional, because clients check errors against it too. */
function answerSchema(output: OutputSchema): Tool["outputSchema"] {
  return {
    type: "object",
    properties: {
      data: toJsonSchema(output, "output"),
      summary: { type: "string", description: "One line for people." },
      renderType: { type: "string", description: "How data may be shown." },
      error: errorSchema,
    },
  };
}

function toTool(operation: AnyOperation): Tool {
  const { name, title, description, effect, area } = operation;
  return {
    name,
    title,
    description,
    inputSchema: { ...toJsonSchema(inputSchemaOf(operation), "input"), type: "object" },
    outputSchema: answerSchema(operation.output),
    annotations: { title, ...hintsOf(effect) },
    _meta: { "favcrm/area": area },
  };
}

/** Renders tools for any list of operations (the whole registry, or a synthetic one in a benchmark). */
export function stock(list: readonly AnyOperation[]): ToolShelf {
  const offered = list.filter((operation) => isOfferedTo(operation, "mcp"));
  const tools = offered.map(toTool);
  return {
    byName: new Map(offered.map((operation) => [operation.name, operation])),
    tools,
    listBytes: Buffer.from(JSON.stringify({ tools })),
  };
}

/** The tools of this process, rendered once. */
export function toolShelf(): ToolShelf {
  return singleton("tool-shelf", () => stock(operations));
}

/** Whether a caller's tools/list shows an operation. Without a key everything is shown, because many clients list only once. */
function isVisibleTo(caller: Caller, operation: AnyOperation): boolean {
  if (caller.actor.type === "anonymous" || !isTenantOperation(operation)) return true;
  return operation.scopes.every((scope) => caller.scopes.has(scope));
}

/** The tools a caller sees, in registry order. */
export function visibleTools(shelf: ToolShelf, caller: Caller): readonly Tool[] {
  return shelf.tools.filter(({ name }) => {
    const operation = shelf.byName.get(name);
    return operation !== undefined && isVisibleTo(caller, operation);
  });
}
