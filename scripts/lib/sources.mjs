// Knows whether something must be made again: a stamp beside the product holds the hash of what it was made from.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./run.mjs";

const skippedFolders = new Set(["node_modules", "generated", "__snapshots__", "coverage"]);

function* filesUnder(entry) {
  if (!existsSync(entry)) return;
  if (!statSync(entry).isDirectory()) {
    yield entry;
    return;
  }
  const children = readdirSync(entry, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const child of children) {
    if (child.isDirectory() ? skippedFolders.has(child.name) : /\.(test|spec)\.tsx?$/.test(child.name)) continue;
    yield* filesUnder(path.join(entry, child.name));
  }
}

/** A hash over the names and contents of these files and folders, and over `extra`. */
export function hashOf(entries, extra = "") {
  const hash = createHash("sha256").update(extra);
  for (const entry of entries) {
    for (const file of filesUnder(path.join(root, entry))) {
      hash.update(path.relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

/** Calls `make` unless `stampFile` says that the same sources were made before; answers whether it did. */
export async function makeIfChanged(stampFile, hash, make) {
  const stamp = path.join(root, stampFile);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return false;
  await make();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}
