import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { argumentsFor } from "@/e2e/support/generator";
import { refusal } from "@/e2e/support/refusal";
import { asPerson, makeWorkspace, stranger, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { operations } from "@/lib/operations";
import { listServices } from "@/lib/operations/services/list-services";
import type { Caller } from "./context";
import { execute } from "./execute";
import { type AnyOperation, isOfferedTo, isTenantOperation } from "./operation";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});

const tenantOperations = operations.filter(isTenantOperation).map((operation) => [operation.name, operation] as const);
const personalOperations = operations
  .filter(({ access }) => access === "personal")
  .map((each) => [each.name, each] as const);

describe("every operation on a workspace", () => {
  it.each(tenantOperations)(
    "%s refuses a caller without its scope, names the scope, and records it (case 46)",
    async (name, operation) => {
      const owner = isOfferedTo(operation, "mcp") ? workspace.caller : asPerson(workspace.caller);
      for (const scope of operation.scopes) {
        const scopes = new Set([...owner.scopes].filter((held) => held !== scope));
        const error = await refusal(execute(operation, { ...owner, scopes }, argumentsFor(operation, new Map())));
        expect(error).toMatchObject({ code: "scope_missing", kind: "forbidden", details: { scope } });
      }
      const { organisationId } = workspace;
      const events = await systemDb().auditEvent.findMany({ where: { organisationId, operation: name } });
      expect(events.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual(
        operation.scopes.map(() => ["refused", "scope_missing"]),
      );
    },
  );

  it.each(tenantOperations)(
    "%s refuses nobody in particular, and people without a workspace",
    async (_name, operation) => {
      expect((await refusal(execute(operation, stranger(), {}))).code).toBe("unauthenticated");
      const homeless: Caller = { ...asPerson(workspace.caller), workspace: null, role: null };
      expect((await refusal(execute(operation, homeless, {}))).code).toBe("forbidden");
    },
  );
});

it("a caller of a workspace without a role, or without a person behind it, is refused like one without a workspace", async () => {
  for (const unknown of [{ role: null }, { userId: null }, { workspace: null }]) {
    const { code } = await refusal(execute(listServices, { ...workspace.caller, ...unknown }, {}));
    expect(code, JSON.stringify(unknown)).toBe("forbidden");
  }
});

describe("every personal operation", () => {
  it.each(personalOperations)("%s refuses nobody in particular", async (_name, operation) => {
    expect((await refusal(execute(operation, stranger(), {}))).code).toBe("unauthenticated");
  });

  it("is not offered to keys: a key is no person", () => {
    expect(personalOperations.filter(([, operation]) => isOfferedTo(operation, "mcp")).map(([name]) => name)).toEqual(
      [],
    );
  });
});

const fields = operations.flatMap((operation) =>
  Object.keys(operation.input.shape).map((field) => [`${operation.name} · ${field}`, operation, field] as const),
);

/** Of these no field takes all. */
const ODD_VALUES = [{ odd: true }, 5.5, [["odd"]], "\u0000", true];

/** A caller who may make this call. */
function callerFor(operation: AnyOperation): Caller {
  if (operation.access === "public") return stranger();
  return isOfferedTo(operation, "mcp") ? workspace.caller : asPerson(workspace.caller);
}

describe("every argument", () => {
  it.each(fields)(
    "%s answers a value that does not fit with field, rule and example",
    async (_title, operation, field) => {
      const schema = operation.input.shape[field] as z.ZodType;
      const odd = ODD_VALUES.find((value) => !schema.safeParse(value).success);
      expect(odd, "takes anything").toBeDefined();
      const args = { ...argumentsFor(operation, new Map()), [field]: odd };
      const error = await refusal(execute(operation, callerFor(operation), args));
      const problems = error.details?.fields as { field: string; rule: string; example?: unknown }[];
      expect(error.code).toBe("invalid_input");
      const problem = problems.find((each) => each.field === field || each.field.startsWith(`${field}.`));
      expect(problem?.rule).toMatch(/^[a-z]/);
      if (schema.meta()?.examples) expect(problem).toHaveProperty("example");
    },
  );

  const required = fields.filter(
    ([, operation, field]) => !(operation.input.shape[field] as z.ZodType).safeParse(undefined).success,
  );
  it.each(required)("%s is said to be required when it is missing", async (_title, operation, field) => {
    const { [field]: _missing, ...args } = argumentsFor(operation, new Map());
    const error = await refusal(execute(operation, callerFor(operation), args));
    expect(error).toMatchObject({ code: "invalid_input", details: { field } });
    expect(error.details?.fields).toMatchObject([{ field, rule: expect.stringMatching(/^is required/) }]);
  });
});
