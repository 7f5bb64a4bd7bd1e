// npm start: from a fresh clone to a running server, and from a running one to the next version; everything in this process.
// Written in plain JavaScript without packages, because it runs before anything is installed.
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildBundles, buildClient, buildPages, generate } from "./build.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { root } from "./lib/run.mjs";

process.chdir(root);
checkNode();
if (existsSync(".env")) process.loadEnvFile(".env");
process.env.NODE_ENV = "production";
process.env.NEXT_TELEMETRY_DISABLED = "1";

await install();
await generate();
await buildBundles();
await buildClient();
// A process that only works through jobs shows no pages.
if (process.env.FAVCRM_ROLE !== "worker") await buildPages();
await import(pathToFileURL(path.join(root, ".build/server.mjs")).href);
