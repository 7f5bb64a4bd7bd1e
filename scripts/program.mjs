// Runs one of our own programs that are written in TypeScript, bundling it first when a source changed.
// usage: node scripts/program.mjs demo
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildBundles, generate } from "./build.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { fail, root } from "./lib/run.mjs";

process.chdir(root);
checkNode();
if (existsSync(".env")) process.loadEnvFile(".env");

const name = process.argv[2] ?? "";
if (!existsSync(`scripts/${name}.ts`)) fail(`There is no program "${name}" in scripts/.`);
await install();
await generate();
await buildBundles();
await import(pathToFileURL(path.join(root, `.build/${name}.mjs`)).href);
