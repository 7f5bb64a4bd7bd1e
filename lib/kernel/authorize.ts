import type { Caller, TenantContext } from "./context";
import { OperationError } from "./errors";
import type { InputSchema, OutputSchema, TenantOperation } from "./operation";

export type TenantCaller = TenantContext["caller"];

/** Lets a caller through who is known, works in an organisation and holds every scope of the operation. Denies by default. */
export function authorize<I extends InputSchema, O extends OutputSchema>(
  operation: TenantOperation<I, O>,
  caller: Caller,
): TenantCaller {
  if (caller.actor.type === "anonymous") throw new OperationError("unauthenticated");
  if (!isTenantCaller(caller)) {
    throw new OperationError("forbidden", {
      reason: "noWorkspace",
      message: "You do not belong to a workspace.",
      hint: "Register one with register_organisation_request, or accept an invitation.",
    });
  }
  const missing = operation.scopes.find((scope) => !caller.scopes.has(scope));
  if (missing) throw new OperationError("scope_missing", { details: { scope: missing } });
  return caller;
}

function isTenantCaller(caller: Caller): caller is TenantCaller {
  return caller.workspace !== null && caller.role !== null && caller.userId !== null;
}
