import { describe, expect, it } from "vitest";
import { ALL_SCOPES, effectiveScopes, isRole, isScope, ROLE_SCOPES, type Scope } from "./scopes";

const OWNERS_OWN: Scope[] = [
  "keys:read",
  "keys:write",
  "team:write",
  "team:send",
  "organisation:write",
  "plan:write",
  "activity:write",
];

describe("scopes", () => {
  it("are an area and what may be done in it; only what leaves the house is sent", () => {
    expect(isScope("bookings:send")).toBe(true);
    expect(isScope("tasks:send")).toBe(false);
    expect(isScope("nothing:read")).toBe(false);
    expect(new Set(ALL_SCOPES).size).toBe(ALL_SCOPES.length);
  });

  it("of an owner are all; a manager lacks exactly people, keys, plan and the house itself", () => {
    expect([...ROLE_SCOPES.owner]).toEqual([...ALL_SCOPES]);
    expect(ALL_SCOPES.filter((scope) => !ROLE_SCOPES.manager.has(scope)).sort()).toEqual([...OWNERS_OWN].sort());
  });

  it("of staff change tasks and bookings, and nothing else", () => {
    const changing = [...ROLE_SCOPES.staff].filter((scope) => !scope.endsWith(":read"));
    expect(changing.sort()).toEqual(["bookings:write", "tasks:write"]);
  });

  it("of a key are never more than its owner's role, and nothing unknown", () => {
    const granted = ["keys:write", "bookings:read", "made:up"];
    expect([...effectiveScopes("owner", granted)]).toEqual(["keys:write", "bookings:read"]);
    expect([...effectiveScopes("manager", granted)]).toEqual(["bookings:read"]);
    expect([...effectiveScopes("staff", ["contacts:write"])]).toEqual([]);
  });

  it("belong to roles that exist", () => {
    expect(["owner", "manager", "staff", "admin", ""].filter(isRole)).toEqual(["owner", "manager", "staff"]);
  });
});
