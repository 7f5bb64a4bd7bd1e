import "server-only";
import { limitFailures, withinGuessBudget } from "@/lib/auth/limits";
import { type PendingPairing, pendingByCode } from "@/lib/auth/pairings";
import { effectiveScopes } from "@/lib/auth/scopes";
import type { TenantCaller } from "@/lib/kernel/authorize";
import type { Caller, SystemContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";

const WRONG_CODES = 10;
const WITHIN_SECONDS = 600;

/** A person who may make keys. Throws forbidden for keys and for everybody else. */
export function keyMaker(caller: Caller): TenantCaller {
  const { workspace, role, userId } = caller;
  if (caller.session && workspace && role && userId && caller.scopes.has("keys:write")) {
    return { ...caller, workspace, role, userId };
  }
  throw new OperationError("forbidden", {
    reason: "pairingNotYours",
    message: "Only a signed-in person who may make keys can approve a program.",
    hint: "Ask the owner of the workspace to type the code.",
  });
}

/**
 * The pairing that waits under the typed code. Wrong, expired and decided codes get the same answer; ten of them in ten
 * minutes close the form for this person, and each counts against the instance's budget of wrong codes.
 */
export async function waitingPairing({ system, caller }: SystemContext, userCode: string): Promise<PendingPairing> {
  const { userId } = keyMaker(caller);
  return limitFailures("pairing-wrong", userId, WRONG_CODES, WITHIN_SECONDS, () =>
    withinGuessBudget(async () => {
      const pairing = await pendingByCode(system, userCode);
      if (pairing) return pairing;
      throw new OperationError("code_incorrect", {
        message: "No program waits under this code.",
        hint: "Compare it with what the program shows now; codes end after ten minutes.",
        details: { field: "userCode" },
      });
    }),
  );
}

/** What the key would be allowed: what was asked for (nothing means everything), within what the person holds. */
export function grantable(pairing: PendingPairing, { role, scopes }: TenantCaller): string[] {
  return pairing.scopes.length === 0 ? [...scopes] : [...effectiveScopes(role, pairing.scopes)];
}
