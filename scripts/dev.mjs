// npm run dev: the server with Next in development mode. Pages, actions and operations reload by themselves;
// a change to server.ts, lib/db or lib/jobs wants a restart.
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildBundles, generate } from "./build.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { root } from "./lib/run.mjs";

process.chdir(root);
checkNode();
if (existsSync(".env")) process.loadEnvFile(".env");
process.env.NODE_ENV = "development";
process.env.NEXT_TELEMETRY_DISABLED = "1";

await install();
await generate();
await buildBundles();
await import(pathToFileURL(path.join(root, ".build/server.mjs")).href);
