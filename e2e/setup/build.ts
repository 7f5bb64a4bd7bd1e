import { spawnSync } from "node:child_process";
import { root, testBundles, testDistDir } from "./launch";

/** Builds pages and bundles for the tests, unless the same sources were built before. */
export function buildForTests(): void {
  const args = ["scripts/build.mjs", `--pages=${testDistDir}`, `--bundles=${testBundles}`];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error("The product does not build");
}
