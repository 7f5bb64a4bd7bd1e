// Finds a Chromium for the browser tests, or gets one in the way this machine allows.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { root, run, step } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function onPath() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const candidates = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return candidates.find((candidate) => existsSync(candidate));
}

function ofPlaywright() {
  const { chromium } = createRequire(path.join(root, "package.json"))("playwright");
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

const find = () => process.env.CHROMIUM_PATH || ofPlaywright() || onPath();

async function installFromDebian() {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).error) return false;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { quiet: true, env });
  return (await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { quiet: true, env })) === 0;
}

async function installFromPlaywright() {
  return (
    (await run(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"], { quiet: true })) === 0
  );
}

/** The path of a Chromium, installing one when there is none; undefined when that is not possible here. */
export async function findBrowser() {
  const present = find();
  if (present) return present;
  await step("browser", async () => (await installFromDebian()) || (await installFromPlaywright()), {
    result: "installed",
    announce: true,
  });
  return find();
}
