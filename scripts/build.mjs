// Makes what the server runs from: the Prisma client, Next's pages and our own bundles. Skips what did not change.
// usage: node scripts/build.mjs [--force] [--pages=FOLDER] [--bundles=FOLDER]
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { install } from "./lib/install.mjs";
import { mustRun, root, step } from "./lib/run.mjs";
import { hashOf, makeIfChanged } from "./lib/sources.mjs";

const recipes = ["package-lock.json", "package.json", "tsconfig.json", "scripts/lib", "scripts/build.mjs"];
const librarySources = ["lib", "prisma/schema", "messages"];
const pageSources = [
  "app",
  "components",
  "public",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
];
const programFolders = ["scripts"];

/** Writes lib/db/generated when the schema changed. */
export async function generate() {
  const hash = hashOf(["prisma/schema", "prisma.config.ts", "scripts/generate.mjs", "package-lock.json"]);
  const make = () =>
    step("client", () => mustRun(process.execPath, ["scripts/generate.mjs"], { quiet: true }), { result: "generated" });
  await makeIfChanged("lib/db/generated/.stamp", hash, make);
}

/** The server and every program written in TypeScript: scripts/demo.ts becomes <folder>/demo.mjs. */
function entries() {
  const programs = programFolders
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((file) => path.join(folder, file)))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  return Object.fromEntries(["server.ts", ...programs].map((file) => [path.basename(file, ".ts"), file]));
}

/** Bundles server and programs into `folder` when a source changed. */
export async function buildBundles(folder = ".build") {
  const hash = hashOf([...recipes, ...librarySources, "components", "server.ts", ...programFolders]);
  const make = async () => {
    const { bundle } = await import("./lib/bundle.mjs");
    await step("server", () => bundle(entries(), path.join(root, folder)), { result: "bundled" });
  };
  await makeIfChanged(path.join(folder, ".stamp"), hash, make);
}

/** Builds the pages into `distDir` when a source changed. */
export async function buildPages(distDir = ".next") {
  if (!existsSync(path.join(root, "app"))) return;
  const hash = hashOf([...recipes, ...librarySources, ...pageSources]);
  const env = { NEXT_DIST_DIR: distDir, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const make = async () => {
    // An interrupted build leaves half a folder; only its cache is worth keeping.
    rmSync(path.join(root, distDir, "favcrm-stamp"), { force: true });
    const work = () => mustRun(process.execPath, ["node_modules/next/dist/bin/next", "build"], { env, quiet: true });
    await step("pages", work, { result: "built", announce: true });
  };
  await makeIfChanged(path.join(distDir, "favcrm-stamp"), hash, make);
}

/** Packs the command line into <folder>/cli.tgz, which the server hands out, when a source of it changed. */
export async function buildClient(folder = ".build") {
  const sources = ["cli/src", "cli/scripts", "cli/package.json", "cli/package-lock.json", "cli/README.md"];
  const make = async () => {
    await install("cli", "cli packages");
    const packed = path.join(root, folder, "cli.tgz");
    await step("command", () => mustRun(process.execPath, ["cli/scripts/pack.mjs", packed], { quiet: true }), {
      result: "packed",
    });
  };
  await makeIfChanged(path.join(folder, ".cli-stamp"), hashOf(sources), make);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      force: { type: "boolean", default: false },
      pages: { type: "string", default: ".next" },
      bundles: { type: "string", default: ".build" },
    },
  });
  if (values.force) {
    const made = ["lib/db/generated", values.bundles, values.pages];
    for (const folder of made) rmSync(path.join(root, folder), { recursive: true, force: true });
  }
  await generate();
  await buildBundles(values.bundles);
  await buildClient(values.bundles);
  await buildPages(values.pages);
}
