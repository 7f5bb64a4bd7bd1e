import { expect, it } from "vitest";
import type { Scope } from "@/lib/auth/scopes";
import { listServices } from "@/lib/operations/services/list-services";
import { authorize } from "./authorize";
import { type Caller, NOBODY } from "./context";
import { isOperationError } from "./errors";

const workspace = { organisationId: "org_a", companyId: "co_a" } as Caller["workspace"];

const caller = (changes: Partial<Caller> = {}): Caller => ({
  requestId: "evt_a",
  surface: "mcp",
  ip: null,
  client: null,
  actor: { type: "apiKey", id: "key_a", label: "Agent" },
  userId: "usr_a",
  workspace,
  role: "staff",
  scopes: new Set(listServices.scopes),
  key: null,
  session: null,
  ...changes,
});

function refusalOf(changes: Partial<Caller>, scopes: readonly Scope[] = listServices.scopes) {
  try {
    authorize({ ...listServices, scopes }, caller(changes));
  } catch (error) {
    if (isOperationError(error)) return error.toBody();
    throw error;
  }
  return undefined;
}

it("lets a caller through who holds every scope, and needs none that the operation does not ask for", () => {
  const known = caller();
  expect(authorize(listServices, known)).toBe(known);
  expect(refusalOf({ scopes: new Set() }, [])).toBeUndefined();
});

it("refuses nobody in particular before anything else, whatever comes along", () => {
  expect(refusalOf({ actor: NOBODY })?.code).toBe("unauthenticated");
  expect(refusalOf({ actor: NOBODY, workspace: null, scopes: new Set() })?.code).toBe("unauthenticated");
});

it.each(["workspace", "role", "userId"] as const)("refuses a caller without %s, and says how to get one", (missing) => {
  expect(refusalOf({ [missing]: null })).toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("workspace"),
    hint: expect.stringContaining("register_organisation_request"),
  });
});

it("refuses a caller who lacks any of several scopes, and names the first that is missing", () => {
  const both: Scope[] = ["bookings:read", "contacts:write"];
  for (const [held, missing] of [
    [["bookings:read"], "contacts:write"],
    [["contacts:write"], "bookings:read"],
    [[], "bookings:read"],
    [["bookings:write", "contacts:read"], "bookings:read"],
  ] as [Scope[], Scope][])
    expect(refusalOf({ scopes: new Set(held) }, both), held.join()).toMatchObject({
      code: "scope_missing",
      details: { scope: missing },
    });
  expect(refusalOf({ scopes: new Set(both) }, both)).toBeUndefined();
});
