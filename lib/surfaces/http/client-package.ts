import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { singleton } from "@/lib/singleton";

/** Tells where the build put its bundles; the server says so when it starts. */
export function bundleFolder(folder = ".build"): string {
  return singleton("bundle-folder", () => path.resolve(folder));
}

/** The command line that belongs to this server, as a package npx and npm can install. 404 when it was not built. */
export async function clientPackage(): Promise<Response> {
  try {
    const bytes = await readFile(path.join(bundleFolder(), "cli.tgz"));
    return new Response(new Uint8Array(bytes), {
      headers: { "content-type": "application/gzip", "cache-control": "no-cache" },
    });
  } catch {
    return new Response("The command line was not built with this server: run npm start.\n", { status: 404 });
  }
}
