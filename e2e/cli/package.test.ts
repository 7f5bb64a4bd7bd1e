import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCommand, command, finished, Home, repository } from "./support";

const home = new Home();
afterAll(() => home.remove());

const version = (JSON.parse(readFileSync(path.join(repository, "cli/package.json"), "utf8")) as { version: string })
  .version;

/** npm as a newcomer has it: an empty home, no settings but how the registry is reached. */
function npm(words: string[], cwd: string): { status: number | null; stdout: string; stderr: string } {
  const reach = /^(https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_file|npm_config_registry)$/i;
  const reached = Object.entries(process.env).flatMap(([name, value]) =>
    value && reach.test(name) ? [[name, value]] : [],
  );
  const settings = { npm_config_yes: "true", npm_config_update_notifier: "false" };
  const env = home.env({ ...Object.fromEntries(reached), ...settings });
  return spawnSync(words[0] ?? "npm", words.slice(1), { cwd, env, encoding: "utf8", timeout: 110_000 });
}

function pack(name: string): string {
  const file = path.join(home.folder, name);
  const made = spawnSync(process.execPath, ["cli/scripts/pack.mjs", file], { cwd: repository, encoding: "utf8" });
  expect(made.stderr).toBe("");
  return file;
}

/** Names and contents of a ustar archive. */
function entriesOf(file: string): Map<string, string> {
  const tar = gunzipSync(readFileSync(file));
  const entries = new Map<string, string>();
  for (let at = 0; tar[at]; ) {
    const name = tar.toString("utf8", at, at + 100).replace(/\0.*$/s, "");
    const size = Number.parseInt(tar.toString("utf8", at + 124, at + 135), 8);
    entries.set(name, tar.toString("utf8", at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

describe("the package that a server hands out", () => {
  it("is the same bytes for the same sources", () => {
    expect(readFileSync(pack("first.tgz"))).toEqual(readFileSync(pack("second.tgz")));
  });

  it("is one bundled file with neither dependencies nor scripts", () => {
    const entries = entriesOf(pack("cli.tgz"));
    expect([...entries.keys()]).toEqual(["package/package.json", "package/README.md", "package/dist/favcrm.mjs"]);
    const manifest = JSON.parse(entries.get("package/package.json") ?? "") as Record<string, unknown>;
    expect(manifest).toMatchObject({ name: "favcrm", version, bin: { favcrm: "dist/favcrm.mjs" } });
    expect(Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key))).toEqual([]);
    expect(entries.get("package/dist/favcrm.mjs")).toBe(readFileSync(command, "utf8"));
  });

  it("runs with npx from an address, without any registry", async () => {
    const file = pack("cli.tgz");
    const server = createServer((_, response) => response.end(readFileSync(file)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cli.tgz`;
    const child = spawn("npx", ["-y", address, "--version"], {
      cwd: home.folder,
      env: home.env({ npm_config_registry: "http://127.0.0.1:9" }),
    });
    child.stdin.end();
    const run = await finished(child);
    server.close();
    expect(run.stdout, run.stderr).toBe(`${version}\n`);
  });
});

describe("a fresh clone with an empty home", () => {
  const clone = path.join(home.folder, "a clone");

  beforeAll(() => {
    buildCommand();
    mkdirSync(clone);
    const own = (source: string) => !/[\\/](node_modules|dist)$/.test(source);
    cpSync(path.join(repository, "cli"), path.join(clone, "cli"), { recursive: true, filter: own });
  });

  it("npm install -g ./cli puts favcrm on the path", () => {
    const prefix = path.join(home.folder, "prefix");
    const installed = npm(["npm", "install", "-g", "--prefix", prefix, "./cli"], clone);
    expect(installed.status, installed.stderr).toBe(0);
    expect(existsSync(path.join(clone, "cli/dist/favcrm.mjs"))).toBe(true);
    const run = spawnSync(path.join(prefix, "bin/favcrm"), ["--version"], { encoding: "utf8", env: home.env() });
    expect(run).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("npx ./cli runs it without installing", () => {
    const run = npm(["npx", "./cli", "--version"], clone);
    expect(run.stdout, run.stderr).toBe(`${version}\n`);
  });

  it("builds on the first run where npm ran no scripts", () => {
    const bare = path.join(home.folder, "bare");
    cpSync(path.join(clone, "cli"), bare, {
      recursive: true,
      filter: (source) => source !== path.join(clone, "cli/dist"),
    });
    chmodSync(path.join(bare, "bin/favcrm.mjs"), 0o755);
    const first = spawnSync(path.join(bare, "bin/favcrm.mjs"), ["--version"], { encoding: "utf8", env: home.env() });
    expect(first).toMatchObject({ status: 0, stdout: `${version}\n` });
  });
});

describe("start-up", () => {
  it("favcrm --version takes no more than 120 ms beyond an idle node's own start on this machine", () => {
    const time = (words: string[]) => {
      const started = performance.now();
      spawnSync(process.execPath, words);
      return performance.now() - started;
    };
    const best = (words: string[]) => Math.min(...Array.from({ length: 7 }, () => time(words)));
    expect(best([command, "--version"]) - best(["-e", "0"])).toBeLessThan(120);
  });
});
