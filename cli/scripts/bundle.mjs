// Bundles cli/src into one file. Dependency-free until the parts are there, so that it can fetch them itself.
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const cliRoot = dirname(dirname(fileURLToPath(import.meta.url)));
export const manifest = JSON.parse(readFileSync(join(cliRoot, "package.json"), "utf8"));

/** True when every build part resolves, from cli/node_modules or from the repository's own. */
function partsPresent() {
  const require = createRequire(join(cliRoot, "package.json"));
  const found = (name) => require.resolve.paths(name)?.some((dir) => hasPackage(dir, name)) ?? false;
  return Object.keys(manifest.devDependencies).every(found);
}

function hasPackage(dir, name) {
  try {
    const { version } = JSON.parse(readFileSync(join(dir, name, "package.json"), "utf8"));
    return version === manifest.devDependencies[name];
  } catch {
    return false;
  }
}

/** Installs the pinned build parts into cli/node_modules. No install script runs. */
function installParts() {
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  const command = npm?.endsWith(".js") ? [process.execPath, [npm, ...args]] : ["npm", args];
  const done = spawnSync(command[0], command[1], { cwd: cliRoot, env: ownEnvironment(), stdio: ["ignore", 2, 2] });
  if (done.status !== 0)
    throw new Error("The build parts of the favcrm command could not be installed (npm ci failed).");
}

/** The environment without the flags of an npm that called us: `--global` would send the parts elsewhere. */
function ownEnvironment() {
  const flags = /^npm_config_(global|prefix|local_prefix|location|omit|include|dry_run|workspace|package)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !flags.test(name)));
}

/** Writes the bundle to `outfile`, executable, in one step: a run at the same time sees the old file or the new one. Throws with esbuild's own report when the sources do not build. */
export async function bundle(outfile) {
  if (!partsPresent()) installParts();
  const require = createRequire(join(cliRoot, "package.json"));
  const esbuild = require("esbuild");
  const fresh = `${outfile}.${process.pid}`;
  await esbuild.build({
    entryPoints: [join(cliRoot, "src/main.ts")],
    outfile: fresh,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
    define: { __VERSION__: JSON.stringify(manifest.version) },
    // commander is CommonJS and asks for node's own modules through require.
    banner: {
      js: '#!/usr/bin/env node\nimport{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);',
    },
  });
  chmodSync(fresh, 0o755);
  renameSync(fresh, outfile);
}
