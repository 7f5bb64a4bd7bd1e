// What came of the faults of each source, kept beside the builds: docs/mutation.md is written when every source was tried
// as it is now, in one run or in several.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./run.mjs";

const fileOf = (source) => path.join(root, ".build/mutation", `${source.replaceAll("/", "-")}.json`);
const hashOf = (source) =>
  createHash("sha256")
    .update(readFileSync(path.join(root, source)))
    .digest("hex");

export function keepResult(result) {
  mkdirSync(path.join(root, ".build/mutation"), { recursive: true });
  writeFileSync(fileOf(result.file), JSON.stringify({ hash: hashOf(result.file), result }));
}

/** The kept result of a source; undefined when it changed since, or was never tried. */
export function keptResult(source) {
  if (!existsSync(fileOf(source))) return undefined;
  const { hash, result } = JSON.parse(readFileSync(fileOf(source), "utf8"));
  return hash === hashOf(source) ? result : undefined;
}
