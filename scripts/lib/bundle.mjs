// Turns a TypeScript entry into one file in .build/ that node runs: our code inside, packages outside.
import path from "node:path";
import { build, stop } from "esbuild";
import { fail, root } from "./run.mjs";

export { root } from "./run.mjs";

/** `server-only` throws outside React's server graph; in our own bundles there is no other graph. */
const serverOnly = {
  name: "server-only",
  setup(context) {
    context.onResolve({ filter: /^server-only$/ }, () => ({ path: path.join(root, "scripts/lib/empty.mjs") }));
  },
};

/** Bundles `entries` ({ name: file }) into `folder`/<name>.mjs. */
export async function bundle(entries, folder = path.join(root, ".build")) {
  await build({
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(root, file)])),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    jsx: "automatic",
    sourcemap: "linked",
    logLevel: "warning",
    absWorkingDir: root,
    plugins: [serverOnly],
  }).catch(() => fail("The server cannot be bundled; the reason stands above."));
  // Its service would stay with us as a process of 50 MB.
  await stop();
}
