// Installs exactly what a lockfile says, when that is not what is there.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fail, mustRun, root, step } from "./run.mjs";

/** Ends the process with one line when this Node is older than package.json allows. */
export function checkNode() {
  const { engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const [major, minor] = process.versions.node.split(".").map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (!fits)
    fail(`FavCRM needs Node ${engines.node}; this is ${process.versions.node}. Get one from https://nodejs.org.`);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return undefined;
  }
}

/**
 * Whether node_modules holds every package of the lockfile in its version. npm writes its list last, so a cut-off install has
 * none; a folder that was copied or cleaned by hand may lack what its list names.
 */
function isInstalled(folder) {
  const wanted = packagesOf(path.join(folder, "package-lock.json")) ?? {};
  const present = packagesOf(path.join(folder, "node_modules/.package-lock.json"));
  if (!present) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === "" || entry.link || entry.extraneous) return true;
    const found = present[name];
    if (found) return found.version === entry.version && existsSync(path.join(folder, name));
    return Boolean(entry.optional || entry.devOptional || entry.peer);
  });
}

/** Runs `npm ci` in `folder` (relative to the root) unless everything is there already. */
export async function install(folder = ".", name = "packages") {
  const cwd = path.join(root, folder);
  if (isInstalled(cwd)) return;
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const [command, first] = npm?.endsWith("js") ? [process.execPath, [npm]] : ["npm", []];
  await step(name, () => mustRun(command, [...first, ...args], { cwd, quiet: true }), {
    result: "installed",
    announce: true,
  });
}
