// Writes the Prisma client to lib/db/generated. No engine is downloaded: `prisma generate` only wants the schema
// engine's path to be an executable file, so it is given node itself.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

rmSync(path.join(root, "lib/db/generated"), { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [path.join(root, "node_modules/prisma/build/index.js"), "generate", ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: ["ignore", process.env.FAVCRM_QUIET ? "ignore" : "inherit", "inherit"],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
      PRISMA_DISABLE_WARNINGS: "1",
    },
  },
);
process.exit(status ?? 1);
