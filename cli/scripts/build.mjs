// Builds dist/favcrm.mjs. npm runs it as `prepare` on `npm install -g ./cli` and `npx ./cli`.
import { join } from "node:path";
import { bundle, cliRoot } from "./bundle.mjs";

await bundle(join(cliRoot, "dist/favcrm.mjs"));
