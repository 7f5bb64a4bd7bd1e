import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { argumentsFor } from "@/e2e/support/generator";
import { asPerson, makeWorkspace, randomAddress, stranger, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { operations } from "@/lib/operations";
import type { Caller } from "./context";
import { isOperationError } from "./errors";
import { execute } from "./execute";
import { type AnyOperation, isOfferedTo } from "./operation";

/** How often each operation is called; FUZZ_RUNS=1000 for a long night. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 8);

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});

function callerFor(operation: AnyOperation): Caller {
  if (operation.access === "public") return stranger(randomAddress());
  return isOfferedTo(operation, "mcp") ? workspace.caller : asPerson(workspace.caller);
}

/** Values that break naive code: bounds, marks that reverse text, numbers that are none, dates that never were. */
const nasty = fc.constantFrom<unknown>(
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

describe("every operation, called with arguments made to break it (case 67)", () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s refuses or answers, and never breaks",
    async (_name, operation) => {
      const names = Object.keys(operation.input.shape);
      const some = fc.dictionary(fc.constantFrom(...names, "unknown"), fc.oneof(nasty, fc.jsonValue({ maxDepth: 2 })), {
        maxKeys: 3,
      });
      await fc.assert(
        fc.asyncProperty(some, async (changes) => {
          const args = { ...argumentsFor(operation, new Map()), ...changes };
          const error = await execute(operation, callerFor(operation), args).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error === undefined) return;
          if (!isOperationError(error)) throw error;
          if (error.code === "internal") throw error.cause;
          expect(JSON.stringify(error.toBody())).not.toMatch(/prisma|SELECT |node_modules/i);
        }),
        { numRuns: RUNS },
      );
      const where = { organisationId: workspace.organisationId, outcome: "failed" };
      expect(await systemDb().auditEvent.count({ where })).toBe(0);
    },
    30_000 + RUNS * 200,
  );
});
