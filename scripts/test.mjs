// npm test: installs what is missing (a browser too), then runs every test there is. Its last line says how many passed.
// usage: npm test [-- FILTER…]   a filter is handed to vitest, and the browser tests are left out
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { generate } from "./build.mjs";
import { findBrowser } from "./lib/browser.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { root, run } from "./lib/run.mjs";

const filters = process.argv.slice(2);
const reports = mkdtempSync(path.join(os.tmpdir(), "favcrm-reports-"));

function readReport(file) {
  try {
    return JSON.parse(readFileSync(path.join(reports, file), "utf8"));
  } catch {
    return undefined;
  }
}

/** A suite that broke before it could count still counts as one failure. */
function count(code, passed, failed, skipped) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
}

/** The projects of one call share a database, so the server under test and the suites beside the source get their own. */
async function runVitest(...projects) {
  const name = `${projects.join("-")}.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${path.join(reports, name)}`];
  const chosen = projects.map((project) => `--project=${project}`);
  const optional = filters.length > 0 ? ["--passWithNoTests"] : [];
  const args = ["node_modules/vitest/vitest.mjs", "run", ...chosen, ...reporters, ...optional, ...filters];
  const code = await run(process.execPath, args);
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = readReport(name) ?? {};
  return count(code, numPassedTests, numFailedTests, numPendingTests);
}

function hasSpecs() {
  return readdirSync("e2e", { recursive: true }).some((file) => String(file).endsWith(".spec.ts"));
}

async function runPlaywright() {
  const browser = await findBrowser();
  if (!browser) {
    console.error("No Chromium was found and none could be installed: install one, or set CHROMIUM_PATH.");
    return count(1, 0, 1, 0);
  }
  const data = mkdtempSync(path.join(os.tmpdir(), "favcrm-browser-"));
  const env = {
    CHROMIUM_PATH: browser,
    FAVCRM_BROWSER_DATA: data,
    PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(reports, "browser.json"),
  };
  const code = await run(process.execPath, ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"], {
    env,
  });
  rmSync(data, { recursive: true, force: true });
  const { expected = 0, flaky = 0, unexpected = 1, skipped = 0 } = readReport("browser.json")?.stats ?? {};
  if (flaky > 0) console.log(`${flaky} browser tests passed on their second try: see "flaky" above`);
  return count(code, expected + flaky, unexpected, skipped);
}

process.chdir(root);
checkNode();
await install();
if (existsSync("cli/package-lock.json")) await install("cli", "cli packages");
await generate();

const results = [await runVitest("rules", "units"), await runVitest("e2e")];
if (filters.length === 0 && hasSpecs()) results.push(await runPlaywright());
rmSync(reports, { recursive: true, force: true });

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
if (sum("skipped") > 0) console.log(`${sum("skipped")} skipped`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 && sum("passed") > 0 ? 0 : 1);
