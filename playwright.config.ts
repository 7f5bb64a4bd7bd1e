import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { defineConfig } from "@playwright/test";
import { freePort, testBundles, testDistDir } from "./e2e/setup/launch";

// Workers read this file again: what the first reading chose is handed down in the environment.
process.env.FAVCRM_BROWSER_PORT ??= String(await freePort());
process.env.FAVCRM_BROWSER_DATA ??= mkdtempSync(path.join(os.tmpdir(), "favcrm-browser-"));
const port = process.env.FAVCRM_BROWSER_PORT;
const baseURL = `http://localhost:${port}`;

// The last ones keep a browser that belongs to no person from talking to anybody but our server.
const flags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  // The browsers, the server and its database share two cores.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  // A browser on a busy machine can lose a race of its own; a test that passes only on its second try is named as flaky.
  retries: process.env.CI ? 1 : 0,
  use: {
    baseURL,
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args: flags },
  },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
  webServer: {
    command: `node --max-old-space-size=640 ${testBundles}/server.mjs`,
    url: `${baseURL}/readyz`,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 6_000 },
    env: {
      NODE_ENV: "production",
      NEXT_DIST_DIR: testDistDir,
      PORT: port,
      FAVCRM_DATA_DIR: process.env.FAVCRM_BROWSER_DATA,
      FAVCRM_LIMIT_IP_HOUR: "100000",
      FAVCRM_LIMIT_IP_DAY: "100000",
      LOG_LEVEL: "warn",
    },
  },
});
