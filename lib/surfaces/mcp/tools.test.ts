import { describe, expect, it } from "vitest";
import { z } from "zod";
import { stranger } from "@/e2e/support/workspace";
import type { Caller } from "@/lib/kernel/context";
import { defineOperation } from "@/lib/kernel/operation";
import { stock, toolShelf, visibleTools } from "./tools";

const base = {
  title: "Probe",
  description: "A probe.",
  area: "bookings" as const,
  scopes: ["bookings:write"] as const,
  input: z.strictObject({ count: z.int().min(1), token: z.string().meta({ secret: true, description: "Hush." }) }),
  output: z.object({ id: z.string() }),
  renderType: "record" as const,
  summary: () => "",
  undo: { none: "A probe." },
  run: async () => ({ id: "x" }),
};
const create = defineOperation({ ...base, name: "create_probe", effect: "create" });
const remove = defineOperation({ ...base, name: "delete_probe", effect: "delete" });
const hidden = defineOperation({ ...base, name: "update_probe", effect: "update", offeredTo: ["portal"] });
const shelf = stock([create, remove, hidden]);

describe("the shelf", () => {
  it("holds what is offered to agents, in order, and is made once for the process", () => {
    expect(shelf.tools.map(({ name }) => name)).toEqual(["create_probe", "delete_probe"]);
    expect(shelf.byName.has("update_probe")).toBe(false);
    expect(JSON.parse(shelf.listBytes.toString())).toEqual({ tools: shelf.tools });
    expect(toolShelf()).toBe(toolShelf());
  });

  it("derives the hints from the effect, and offers an idempotency key where a retry could act twice", () => {
    const [made, deleted] = shelf.tools;
    expect(made?.annotations).toEqual({
      title: "Probe",
      readOnlyHint: false,
      destructiveHint: false,
      idempotentHint: false,
      openWorldHint: false,
    });
    expect(deleted?.annotations).toMatchObject({ destructiveHint: true });
    expect(made?.inputSchema.properties).toHaveProperty("idempotencyKey");
    expect(deleted?.inputSchema.properties).not.toHaveProperty("idempotencyKey");
  });

  it("keeps our own marks and needless bounds out of the schemas, and refuses unknown arguments in them", () => {
    const [made] = shelf.tools;
    expect(made?.inputSchema).toMatchObject({
      type: "object",
      additionalProperties: false,
      required: ["count", "token"],
      properties: { count: { type: "integer", minimum: 1 }, token: { type: "string", description: "Hush." } },
    });
    expect(JSON.stringify(made)).not.toMatch(/"secret"|9007199254740991|\$schema/);
    const { properties, required } = made?.outputSchema ?? { properties: {}, required: undefined };
    expect(Object.keys(properties as object)).toEqual(["data", "summary", "renderType", "error"]);
    expect(required).toBeUndefined();
  });

  it("shows everything without a key, and to a key what its scopes reach", () => {
    const narrow: Caller = {
      ...stranger(),
      actor: { type: "apiKey", id: "key_x", label: "x" },
      scopes: new Set(["bookings:read"]),
    };
    expect(visibleTools(shelf, stranger())).toHaveLength(2);
    expect(visibleTools(shelf, narrow)).toEqual([]);
    expect(visibleTools(shelf, { ...narrow, scopes: new Set(["bookings:write"]) })).toHaveLength(2);
  });
});
