// Lays into an empty folder what a built server needs to run, and no more: deploy/Dockerfile makes its image from it.
// Not there: sources, development packages, and the embedded PostgreSQL; it runs on DATABASE_URL.
// usage: node scripts/image.mjs FOLDER [--pages=.next] [--bundles=.build]
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { fail, mustRun, root } from "./lib/run.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pages: { type: "string", default: ".next" }, bundles: { type: "string", default: ".build" } },
});
const folder = path.resolve(positionals[0] ?? fail("Which folder? node scripts/image.mjs FOLDER"));
mkdirSync(folder, { recursive: true });
if (readdirSync(folder).length > 0) fail(`${folder} is not empty.`);

/** What only building and testing need. */
const skipped = [`${values.pages}/cache`, `${values.bundles}/test`, `${values.bundles}/bench`].map((each) =>
  path.join(root, each),
);

function lay(source, target = source) {
  cpSync(path.join(root, source), path.join(folder, target), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !skipped.includes(file) && !file.endsWith(".map"),
  });
}

lay(values.bundles, ".build");
// The pages know the name of their own folder.
lay(values.pages);
for (const each of ["package.json", "package-lock.json", ".npmrc", "public", "prisma/migrations"]) lay(each);
await mustRun("npm", ["ci", "--omit=dev", "--omit=optional", "--no-audit", "--no-fund", "--prefer-offline"], {
  cwd: folder,
  quiet: true,
});
