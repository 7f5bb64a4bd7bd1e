import { describe, expect, it } from "vitest";
import { assertSignInPossible } from "@/lib/auth/sessions";
import { amendEnvironment, env, forgetEnvironment } from "@/lib/env";
import { sessionCookieName } from "./cookie";
import { nextPath } from "./next-path";
import { assertNoForeignOrigin, assertOwnOrigin } from "./origin";

const own = () => env().appUrl;

describe("a form that changes something", () => {
  it.each([
    [{}, false],
    [{ origin: "null" }, false],
    [{ origin: "https://evil.example" }, false],
    [{ origin: "https://evil.example", "sec-fetch-site": "same-origin" }, false],
    [{ origin: "http://localhost:3001" }, false],
    [{ origin: "null", "sec-fetch-site": "cross-site" }, false],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ origin: "null", "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "same-origin" }, true],
  ])("posted with %j is accepted: %j", (headers, isAccepted) => {
    const check = () => assertOwnOrigin(new Headers(headers as Record<string, string>));
    if (isAccepted) expect(check).not.toThrow();
    else expect(check).toThrow(/another site/);
  });

  it("posted from our own page is accepted", () => {
    expect(() => assertOwnOrigin(new Headers({ origin: own() }))).not.toThrow();
  });

  it("is no concern of a program that sends no Origin", () => {
    expect(() => assertNoForeignOrigin(new Headers())).not.toThrow();
    expect(() => assertNoForeignOrigin(new Headers({ origin: "https://evil.example" }))).toThrow();
  });
});

describe("where signing in leads", () => {
  it.each([
    "/home",
    "/activity",
    "/settings/mcp-keys",
    "/settings/mcp-keys/review",
    "/pair",
    "/tools/list_services",
    "/customers/acc_0OaZ3kP9x1yB7cD2eF4gH6jK",
  ])("%s is allowed", (path) => expect(nextPath(path)).toBe(path));

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/home//evil.example",
    "/settings/../api/organisation/export",
    "javascript:alert(1)",
    "/api/organisation/export",
    "/sign-out",
    "/sign-in",
    "/api",
    "/settings/",
    "/home\\evil.example",
    "/%2f%2fevil.example",
    "/evil.example",
    "home",
    "",
    "/home\n//evil.example",
    ["/home"],
    undefined,
  ])("%j leads home", (target) => expect(nextPath(target)).toBe("/home"));

  it("drops queries and fragments", () => expect(nextPath("/activity?x=1#y")).toBe("/activity"));
});

describe("the session cookie", () => {
  it("is pinned to the host over https, and has a plain name on http://localhost", () => {
    expect(sessionCookieName()).toBe("favcrm");
    amendEnvironment({ appUrl: "https://crm.example.com" });
    expect(sessionCookieName()).toBe("__Host-favcrm");
    forgetEnvironment();
  });

  it("is not given over plain http beyond this machine", () => {
    amendEnvironment({ appUrl: "http://crm.example.com" });
    expect(assertSignInPossible).toThrow(/https/);
    forgetEnvironment();
    expect(assertSignInPossible).not.toThrow();
  });
});
