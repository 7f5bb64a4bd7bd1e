#!/usr/bin/env node
// The command in a clone. npm builds the bundle on install; where install scripts are off, the first run does.
import { existsSync } from "node:fs";

const built = new URL("../dist/favcrm.mjs", import.meta.url);
if (!existsSync(built)) {
  process.stderr.write("favcrm: building the command once…\n");
  await import("../scripts/build.mjs");
}
await import(built.href);
