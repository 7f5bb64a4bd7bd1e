import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = path.dirname(fileURLToPath(import.meta.url));
const rules = ["**/architecture.test.ts", "**/registry.test.ts"];
const skipped = ["**/node_modules/**", ".build/**", ".data*/**", ".next*/**"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^server-only$/, replacement: path.join(root, "scripts/lib/empty.mjs") },
      { find: /^@\//, replacement: `${root}/` },
    ],
  },
  test: {
    // The machine that checks this has two cores, and PostgreSQL wants some of them.
    maxWorkers: 2,
    hookTimeout: 60_000,
    testTimeout: 30_000,
    projects: [
      {
        // What can be said about the code without running a database; part of `npm run verify`.
        extends: true,
        test: { name: "rules", include: rules, exclude: skipped },
      },
      {
        // Everything beside its source, against one real PostgreSQL; each suite makes its own tenant.
        extends: true,
        test: {
          name: "units",
          include: ["{lib,components,app,cli,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: [...skipped, ...rules],
          globalSetup: ["e2e/setup/database.ts"],
        },
      },
      {
        // The built product from outside: real processes, sockets, clients.
        extends: true,
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          exclude: [...skipped, ...rules],
          globalSetup: ["e2e/setup/database.ts", "e2e/setup/server.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
