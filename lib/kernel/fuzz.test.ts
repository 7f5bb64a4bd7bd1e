import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { argumentsOf } from "@/e2e/support/arbitrary";
import { callerFor, furnish } from "@/e2e/support/furnish";
import type { KnownIds } from "@/e2e/support/generator";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { operations } from "@/lib/operations";
import { isOperationError } from "./errors";
import { execute } from "./execute";
import type { AnyOperation } from "./operation";

/** How often each operation is called; FUZZ_RUNS=1000 for a long night, FUZZ_SEED to have the same arguments again. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 40);
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Calls of one operation that are under way together. */
const AT_ONCE = 6;
const SHOWN = 5;

let client: pg.Client;
let workspace: TestWorkspace;
let ids: KnownIds;

beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  workspace = await makeWorkspace();
  ids = await furnish(client, workspace);
});

afterAll(() => client.end());

/** What is wrong with how a call ended; undefined when it was answered, or refused in a way that tells nothing. */
async function faultOf(operation: AnyOperation, args: unknown): Promise<string | undefined> {
  const error = await execute(operation, callerFor(operation, workspace), args).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return undefined;
  if (!isOperationError(error)) return `threw ${String(error)}`;
  if (error.kind === "internal" || error.kind === "unavailable")
    return `${error.code}: ${error.cause instanceof Error ? error.cause.stack : String(error.cause)}`;
  const leak = /.{0,60}([Pp]risma|SELECT |INSERT INTO|UPDATE |node_modules).{0,60}/.exec(
    JSON.stringify(error.toBody()),
  );
  return leak ? `leaks ${leak[0]}` : undefined;
}

describe(`every operation, called with arguments made to break it (case 67), seed ${SEED}`, () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s refuses or answers, and never breaks",
    async (_name, operation) => {
      const waiting = fc.sample(argumentsOf(operation, ids), { seed: SEED, numRuns: RUNS });
      const faults: string[] = [];
      const work = async () => {
        for (let args = waiting.pop(); args && faults.length < SHOWN; args = waiting.pop()) {
          const fault = await faultOf(operation, args);
          if (fault) faults.push(`${JSON.stringify(args)}\n${fault}`);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      expect(faults).toEqual([]);
      const where = { organisationId: workspace.organisationId, operation: operation.name, outcome: "failed" };
      expect(await systemDb().auditEvent.count({ where })).toBe(0);
    },
    // Erasing a person searches everything that the calls before wrote, so a call takes longer the more there were.
    30_000 + RUNS * (300 + RUNS),
  );
});
