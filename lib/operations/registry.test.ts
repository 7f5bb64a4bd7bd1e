import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { idArgumentsOf, textArgumentsOf } from "@/e2e/support/generator";
import { ALL_SCOPES, AREAS } from "@/lib/auth/scopes";
import { EFFECTS, type Effect } from "@/lib/kernel/effects";
import { ERROR_CODES, ERROR_KINDS } from "@/lib/kernel/errors";
import { type AnyOperation, isOfferedTo, isTenantOperation } from "@/lib/kernel/operation";
import { inputSchemaOf } from "@/lib/kernel/validation";
import { stock } from "@/lib/surfaces/mcp/tools";
import { operations } from ".";

const here = path.dirname(fileURLToPath(import.meta.url));
const byName = new Map(operations.map((operation) => [operation.name, operation]));
const cases = operations.map((operation) => [operation.name, operation] as const);

interface Found {
  file: string;
  exported: string;
  operation: AnyOperation;
}

/** Every operation that a file of this folder exports, whether or not somebody listed it. */
async function discover(): Promise<Found[]> {
  const files = readdirSync(here, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .filter((file) => /= define(System)?Operation\(/.test(readFileSync(path.join(here, file), "utf8")));
  const modules = await Promise.all(files.map(async (file) => ({ file, module: await import(path.join(here, file)) })));
  return modules.flatMap(({ file, module }) =>
    Object.entries(module as Record<string, unknown>)
      .filter((entry): entry is [string, AnyOperation] => isOperation(entry[1]))
      .map(([exported, operation]) => ({ file, exported, operation })),
  );
}

function isOperation(value: unknown): boolean {
  return typeof value === "object" && value !== null && "effect" in value && "run" in value && "input" in value;
}

const discovered = await discover();
const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Whoever has a key may ask where they are and what it may do. */
const OPEN_TO_EVERY_KEY = ["get_workspace_overview"];

describe("the registry", () => {
  it("holds every operation that was written, once", () => {
    const unlisted = discovered.filter(({ operation }) => !operations.includes(operation)).map(({ file }) => file);
    expect(unlisted, "add the domain's operations to lib/operations/index.ts").toEqual([]);
    expect(byName.size).toBe(operations.length);
  });

  it("keeps file, wire name and export together", () => {
    const strays = discovered
      .filter(({ file, exported, operation: { name } }) => {
        return path.basename(file, ".ts") !== name.replaceAll("_", "-") || exported !== camel(name);
      })
      .map(({ file, exported, operation }) => `${file} exports ${exported} as ${operation.name}`);
    expect(strays).toEqual([]);
  });
});

/** What the first word of a name promises. A verb that is not here needs a line here. */
const VERBS: Record<string, readonly Effect[]> = {
  read: ["read"],
  list: ["read"],
  get: ["read"],
  search: ["read"],
  find: ["read"],
  check: ["read"],
  preview: ["read"],
  export: ["read"],
  count: ["read"],
  suggest: ["read"],
  validate: ["read"],
  compare: ["read"],
  delete: ["delete"],
  remove: ["delete", "update"],
  revoke: ["delete", "update"],
  send: ["send"],
  request: ["send"],
  resend: ["send"],
};

/** Names given from outside whose first word is no verb, or whose verb promises something else. */
const NAMES_OF_THEIR_OWN: Record<string, string> = {
  register_organisation_status: "read: the sibling of request and verify",
  check_in_booking: "update: checking a guest in is the field's word for noting an arrival",
};

/** Arguments that are called ids and name no record of ours, each with its reason. */
const NO_RECORDS: Record<string, string> = {
  whatsappId: "a number or name at WhatsApp",
  "allowedTierIds.0": "membership tiers are not kept yet: none exists to be another tenant's",
};

describe.each(cases)("%s", (name, operation) => {
  it("is named with a verb that agrees with its effect", () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/);
    expect(name.length).toBeLessThanOrEqual(40);
    expect(EFFECTS).toContain(operation.effect);
    const verb = name.split("_")[0] ?? "";
    const promised = VERBS[verb];
    if (name in NAMES_OF_THEIR_OWN) return;
    if (promised) expect(promised, `${verb} promises ${promised}`).toContain(operation.effect);
    else expect(operation.effect, `${verb} does not sound like a read`).not.toBe("read");
  });

  it("explains itself: title, description under 600 characters, every argument", () => {
    expect(operation.title).toMatch(/^[A-Z]/);
    expect(operation.title.length).toBeLessThanOrEqual(60);
    expect(operation.description.length).toBeGreaterThan(30);
    expect(operation.description.length).toBeLessThan(600);
    expect(operation.description).toMatch(/\.$/);
    expect(undescribed(inputSchemaOf(operation))).toEqual([]);
  });

  it("names only tools that exist", () => {
    const texts = [operation.description, ...descriptionsOf(operation.input)];
    expect(texts.flatMap(toolsNamedIn).filter((tool) => !byName.has(tool))).toEqual([]);
  });

  it("takes a plain object, strict at every depth, in camelCase", () => {
    expect(loose(operation.input)).toEqual([]);
    const schema: object = stockOf(operation)?.inputSchema ?? {};
    expect(JSON.stringify(schema)).not.toMatch(/"exclusiveM(in|ax)imum"/);
    for (const union of ["anyOf", "oneOf", "allOf", "$ref"]) expect(schema).not.toHaveProperty(union);
    for (const field of Object.keys(operation.input.shape)) expect(field).toMatch(/^[a-z][A-Za-z0-9]*$/);
  });

  it("shows by example whose id an argument takes, so that every id is tried with another tenant's (case 51)", () => {
    const shown = new Set(idArgumentsOf(operation).map(({ path: place }) => place.join(".")));
    const unknown = textArgumentsOf(operation)
      .filter((place) => /Ids?$/.test(String(place.findLast((part) => typeof part === "string"))))
      .map((place) => place.join("."))
      .filter((place) => !shown.has(place));
    expect(unknown.filter((place) => !(place in NO_RECORDS))).toEqual([]);
  });

  it("gives examples that it accepts itself", () => {
    const wrong = Object.entries(operation.input.shape).flatMap(([field, schema]) => {
      const examples = ((schema as z.ZodType).meta()?.examples ?? []) as unknown[];
      return examples
        .filter((example) => !(schema as z.ZodType).safeParse(example).success)
        .map((example) => [field, example]);
    });
    expect(wrong).toEqual([]);
  });

  it("hides its secrets from the audit", () => {
    const secret = /^(code|token|apiKey|secret|password|inviteUrl)$/;
    const shapes = [operation.input, operation.output].flatMap((schema) => ("shape" in schema ? [schema.shape] : []));
    for (const shape of shapes as Record<string, z.ZodType>[]) {
      for (const [field, schema] of Object.entries(shape)) {
        if (secret.test(field)) expect(schema.meta()?.secret, `${field} is not marked secret`).toBe(true);
      }
    }
  });

  it("answers with an object that leaves out what it does not declare", () => {
    expect(operation.output).toBeInstanceOf(z.ZodObject);
    const { catchall } = (operation.output as z.ZodObject).def;
    expect(catchall === undefined || catchall instanceof z.ZodNever).toBe(true);
  });

  it("belongs to an area and asks for scopes that exist", () => {
    expect(AREAS).toContain(operation.area);
    if (!isTenantOperation(operation)) return;
    expect(operation.scopes.length > 0).toBe(!OPEN_TO_EVERY_KEY.includes(operation.name));
    for (const scope of operation.scopes) expect(ALL_SCOPES).toContain(scope);
  });

  it("declares how it is taken back, or why it is not", () => {
    if (operation.effect === "read") return expect(operation.undo).toBeUndefined();
    const { undo } = operation;
    if (undo && "none" in undo) return expect(undo.none).toMatch(/^\S.{15,}\.$/);
    const inverse = undo?.with();
    expect(inverse && byName.get(inverse.name)).toBe(inverse);
    expect(inverse?.effect).not.toBe("read");
  });

  it("keeps its contract: a changed tool is a readable diff", async () => {
    if (!isOfferedTo(operation, "mcp")) return;
    const rendered = `${JSON.stringify(stockOf(operation), null, 2)}\n`;
    await expect(rendered).toMatchFileSnapshot(`../surfaces/mcp/__snapshots__/${name}.json`);
  });
});

const shelf = stock(operations);
const stockOf = (operation: AnyOperation) => shelf.tools.find(({ name }) => name === operation.name);

/** Words in a text that look like a tool: a known verb, an underscore and more. */
function toolsNamedIn(text: string): string[] {
  const verbs = new Set([...operations.map(({ name }) => name.split("_")[0] ?? ""), ...Object.keys(VERBS)]);
  return [...text.matchAll(/\b[a-z]+(?:_[a-z0-9]+)+\b(?!\*)/g)]
    .map(([word]) => word)
    .filter((word) => verbs.has(word.split("_")[0] ?? ""));
}

type Visit = (schema: z.ZodType, where: string) => void;

/** Walks a schema: objects, lists, unions and whatever wraps them. */
function walk(schema: z.ZodType, where: string, visit: Visit): void {
  visit(schema, where);
  const definition = schema.def as unknown as Record<string, unknown>;
  if (schema instanceof z.ZodObject) {
    for (const [field, inner] of Object.entries(schema.shape))
      walk(inner as z.ZodType, where ? `${where}.${field}` : field, visit);
  }
  const inner = [
    definition.innerType,
    definition.element,
    definition.in,
    definition.valueType,
    ...((definition.options as unknown[]) ?? []),
  ];
  for (const each of inner) if (each instanceof z.ZodType) walk(each, `${where}`, visit);
}

/** Objects inside a schema that would drop or keep an unknown field in silence. */
function loose(schema: z.ZodType): string[] {
  const found: string[] = [];
  walk(schema, "", (each, where) => {
    if (each instanceof z.ZodObject && !(each.def.catchall instanceof z.ZodNever)) found.push(where || "(root)");
  });
  return found;
}

const descriptionOf = (schema: z.ZodType): string | undefined => {
  const definition = schema.def as unknown as Record<string, unknown>;
  const own = schema.meta()?.description;
  const inner = definition.innerType ?? definition.in;
  return own ?? (inner instanceof z.ZodType ? descriptionOf(inner) : undefined);
};

function descriptionsOf(schema: z.ZodType): string[] {
  const found: string[] = [];
  walk(schema, "", (each) => found.push(each.meta()?.description ?? ""));
  return found;
}

/** Fields, at any depth, that nobody explained. */
function undescribed(schema: z.ZodType): string[] {
  const found: string[] = [];
  walk(schema, "", (each, where) => {
    if (!(each instanceof z.ZodObject)) return;
    for (const [field, inner] of Object.entries(each.shape)) {
      if (!descriptionOf(inner as z.ZodType)) found.push(where ? `${where}.${field}` : field);
    }
  });
  return [...new Set(found)];
}

describe("the shelf of tools", () => {
  it("has no snapshot of a tool that is gone", () => {
    const kept = readdirSync(path.join(here, "../surfaces/mcp/__snapshots__")).map((file) =>
      path.basename(file, ".json"),
    );
    expect(kept.filter((name) => !shelf.byName.has(name))).toEqual([]);
  });
});

describe("the errors", () => {
  it.each(Object.entries(ERROR_CODES))(
    "%s has a kind, a message and a next step that names only tools that exist",
    (_code, error) => {
      expect(Object.keys(ERROR_KINDS)).toContain(error.kind);
      expect(error.message).toMatch(/^[A-Z].*\.$/);
      expect(error.hint).toMatch(/^\S.*\.$/);
      expect(toolsNamedIn(error.hint).filter((tool) => !byName.has(tool))).toEqual([]);
    },
  );
});
