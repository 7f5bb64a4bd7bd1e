import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FLOORS, INSTALL_SCRIPTS, packageProblems } from "./lib/packages.mjs";

const root = path.dirname(import.meta.dirname);
const folder = mkdtempSync(path.join(os.tmpdir(), "favcrm-packages-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
    ["a known-bad version, however deep", lockOf({ version: "16.4.4" }, "next"), "known fault"],
    ["a known-bad version of another major", lockOf({ version: "9.9.9" }, "next"), "known fault"],
    ["a pre-release of the first good version", lockOf({ version: "16.4.5-canary.1" }, "next"), "known fault"],
    ["an install script nobody read", lockOf({ hasInstallScript: true }), "runs a script"],
    ["no licence", lockOf({ license: undefined }), "states no licence"],
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

type Lock = { packages: Record<string, { version: string; hasInstallScript?: boolean; license?: string }> };
const ours = () => JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as Lock;

function judge(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/packages.mjs", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

/** Our own lockfile with one package changed, as a careless upgrade would leave it. */
function judgeWith(name: string, change: object) {
  const lock = ours();
  Object.assign(lock.packages[`node_modules/${name}`] ?? {}, change);
  const file = path.join(folder, "package-lock.json");
  writeFileSync(file, JSON.stringify(lock));
  return judge("--lock", file);
}

describe("npm run packages", () => {
  it("is part of npm run verify", () => {
    expect(readFileSync(path.join(root, "scripts/verify.mjs"), "utf8")).toContain('packages: ["scripts/packages.mjs"]');
  });

  it.each(Object.keys(FLOORS).filter((name) => `node_modules/${name}` in ours().packages))(
    "ends with an error when %s goes back to a version with a known fault",
    (name) => {
      const { status, said } = judgeWith(name, { version: "0.0.1" });
      expect([status, said.includes(`node_modules/${name} 0.0.1 has a known fault`)]).toEqual([1, true]);
    },
  );

  it("ends with an error when an upgrade brings an install script or another licence", () => {
    expect(judgeWith("pg", { hasInstallScript: true })).toMatchObject({ status: 1 });
    expect(judgeWith("pg", { license: "AGPL-3.0-only" })).toMatchObject({ status: 1 });
  });

  it("lists no install script that is gone, and prints those that are there with their reason", () => {
    const running = Object.entries(ours().packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    const isThere = (name: string) => running.some(([place]) => place.includes(`node_modules/${name}`));
    expect(Object.keys(INSTALL_SCRIPTS).filter((name) => !isThere(name))).toEqual([]);
    const { status, said } = judge();
    expect(status).toBe(0);
    for (const reason of Object.values(INSTALL_SCRIPTS)) expect(said).toContain(reason);
  });

  it("writes a CycloneDX list of everything", () => {
    const file = path.join(folder, "sbom.json");
    expect(judge("--sbom", file).status).toBe(0);
    const { bomFormat, components } = JSON.parse(readFileSync(file, "utf8")) as {
      bomFormat: string;
      components: { name: string; version: string; purl: string }[];
    };
    expect(bomFormat).toBe("CycloneDX");
    const { version } = ours().packages["node_modules/next"] ?? {};
    expect(components.find(({ name }) => name === "next")).toMatchObject({ version, purl: `pkg:npm/next@${version}` });
    expect(components.length).toBeGreaterThan(200);
  });
});
