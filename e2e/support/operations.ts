import { expect, it } from "vitest";
import type { Caller } from "@/lib/kernel/context";
import type { OperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { type AnyOperation, isTenantOperation } from "@/lib/kernel/operation";
import { withScopes } from "./workspace";

/** The refusal that `work` ends with; fails when it succeeds. */
export async function refusalOf(work: Promise<unknown>): Promise<OperationError> {
  return work.then(
    (answer) => Promise.reject(new Error(`was not refused: ${JSON.stringify(answer)}`)),
    (error: unknown) => {
      expect(error).toMatchObject({ name: "OperationError" });
      return error as OperationError;
    },
  );
}

interface Guarded {
  operation: AnyOperation;
  /** Arguments that would work, made when the test runs. */
  input: () => Promise<Record<string, unknown>> | Record<string, unknown>;
  caller: () => Caller;
  /** A caller of another organisation, for operations that take an id. */
  stranger?: () => Caller;
}

/** What holds for every operation: scopes are needed, unknown arguments are named, another tenant's ids do not exist. */
export function itIsGuarded({ operation, input, caller, stranger }: Guarded): void {
  it("refuses a caller without the scope", async () => {
    if (!isTenantOperation(operation)) throw new Error("only operations of a tenant have scopes");
    const others = [...caller().scopes].filter((scope) => !operation.scopes.includes(scope));
    const error = await refusalOf(execute(operation, withScopes(caller(), others), await input()));
    expect(error).toMatchObject({ code: "scope_missing", details: { scope: operation.scopes[0] } });
  });

  it("names an argument it does not know", async () => {
    const error = await refusalOf(execute(operation, caller(), { ...(await input()), organisationId: "org_other" }));
    expect(error).toMatchObject({ code: "invalid_input", details: { field: "organisationId" } });
  });

  if (stranger) {
    it("does not see another organisation's records", async () => {
      const error = await refusalOf(execute(operation, stranger(), await input()));
      expect(error.kind).toBe("not_found");
    });
  }
}
