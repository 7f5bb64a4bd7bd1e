// npm run bench: builds the product and what it is compared with, measures, and writes bench/RESULTS.md.
// usage: npm run bench -- [--quick] [--only read,write,…] [--out FILE]
//        npm run bench -- soak [--minutes 10]   ten minutes under load, a section of its own of that page
//        npm run bench -- profile [--of read]   where the server's time goes under one kind of call; prints
//        npm run bench -- against FILE          the server against another bundle of it, in turns; prints
//        npm run bench -- NAME […]              only bench/NAME.ts, which prints its figures: backup, bookings
import { existsSync } from "node:fs";
import path from "node:path";
import { buildBundles, buildPages, generate } from "../scripts/build.mjs";
import { bundle } from "../scripts/lib/bundle.mjs";
import { checkNode, install } from "../scripts/lib/install.mjs";
import { mustRun, root, step } from "../scripts/lib/run.mjs";

const given = process.argv.slice(2);
const byMain = ["soak", "profile", "against"];
const isAlone = !byMain.includes(given[0]) && existsSync(path.join(root, `bench/${given[0]}.ts`));
const alone = isAlone ? given.shift() : undefined;
const programs = alone ? [alone] : ["main", "load", "bare", "adapter", "layers", "many-tools"];

process.chdir(root);
checkNode();
await install();
await generate();
if (!alone) {
  await buildBundles();
  await buildPages();
}
await step("programs", () =>
  bundle(Object.fromEntries(programs.map((name) => [name, `bench/${name}.ts`])), path.join(root, ".build/bench")),
);
if (!alone)
  await step("floor", () =>
    mustRun(process.execPath, ["node_modules/next/dist/bin/next", "build", "bench/floor"], {
      quiet: true,
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    }),
  );
await mustRun(process.execPath, [`.build/bench/${alone ?? "main"}.mjs`, ...given]);
if (!alone) {
  const biome = ["node_modules/@biomejs/biome/bin/biome", "format", "--write", "bench/RESULTS.md"];
  await mustRun(process.execPath, biome, { quiet: true });
}
