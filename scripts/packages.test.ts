import { describe, expect, it } from "vitest";
import { packageProblems } from "./lib/packages.mjs";

const lockOf = (entry: Record<string, unknown>, name = "left-pad") => ({
  packages: { "": {}, [`node_modules/other/node_modules/${name}`]: { version: "1.0.0", license: "MIT", ...entry } },
});

describe("a lockfile", () => {
  it("with nothing to say about is accepted", () => {
    expect(packageProblems(lockOf({}))).toEqual([]);
    expect(packageProblems(lockOf({ license: "(MIT OR Apache-2.0)" }))).toEqual([]);
    expect(packageProblems(lockOf({ version: "16.4.6" }, "next"))).toEqual([]);
  });

  it.each([
    ["a known-bad version, however deep", lockOf({ version: "16.0.6" }, "next"), "known fault"],
    ["a known-bad version of another major", lockOf({ version: "9.9.9" }, "next"), "known fault"],
    ["a pre-release of the first good version", lockOf({ version: "16.0.7-canary.1" }, "next"), "known fault"],
    ["an install script nobody read", lockOf({ hasInstallScript: true }), "runs a script"],
    ["a licence nobody accepted", lockOf({ license: "MIT AND SSPL-1.0" }), "SSPL"],
    [
      "an address that works on one network only",
      lockOf({ resolved: "https://npm.example.com/x.tgz" }),
      "npm.example.com",
    ],
  ])("with %s is refused", (_, lock, complaint) => {
    const [problem, ...others] = packageProblems(lock);
    expect(problem).toContain(complaint);
    expect(others).toEqual([]);
  });
});
