// node bench/customers.mjs [--keep FOLDER] [--rounds N] [--only TEXT]: a million customers; writes bench/CUSTOMERS.md.
import path from "node:path";
import { bundle, root } from "../scripts/lib/bundle.mjs";
import { mustRun } from "../scripts/lib/run.mjs";

process.chdir(root);
await bundle({ customers: "bench/customers.ts" }, path.join(root, ".build/bench-customers"));
await mustRun(process.execPath, [".build/bench-customers/customers.mjs", ...process.argv.slice(2)]);
