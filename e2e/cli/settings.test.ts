import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFakeServer } from "./fake-server";
import { finished, Home, STRANGE_KEY } from "./support";

const server = startFakeServer();
let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home.remove());

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
const keySent = () => server.seen.at(-1)?.headers.authorization;

function writeConfig(content: string, mode = 0o600): void {
  mkdirSync(path.dirname(home.configFile), { recursive: true });
  writeFileSync(home.configFile, content, { mode });
  chmodSync(home.configFile, mode);
}

describe("which key and address are used", () => {
  it("prefers the flag, then FAVCRM_API_KEY, then FAVCRM_MCP_TOKEN, then the file", async () => {
    writeConfig(`api_key = "from-the-file"\nurl = "${server.url}"\n`);
    const env = { FAVCRM_API_KEY: "from-api-key", FAVCRM_MCP_TOKEN: "from-token" };
    await home.run(["whoami", "--api-key", "from-the-flag"], { env });
    expect(keySent()).toBe("Bearer from-the-flag");
    await home.run(["whoami"], { env });
    expect(keySent()).toBe("Bearer from-api-key");
    await home.run(["whoami"], { env: { FAVCRM_MCP_TOKEN: "from-token", FAVCRM_API_KEY: "" } });
    expect(keySent()).toBe("Bearer from-token");
    await home.run(["whoami"]);
    expect(keySent()).toBe("Bearer from-the-file");
  });

  it("prefers --url, then FAVCRM_MCP_URL, then FAVCRM_API_BASE + /mcp, then the file", async () => {
    writeConfig('url = "http://127.0.0.1:9/file"\n');
    const nowhere = { FAVCRM_MCP_URL: "http://127.0.0.1:9/env", FAVCRM_API_BASE: "http://127.0.0.1:9" };
    const urlOf = async (args: string[], env = {}) => (await home.run(["--json", "doctor", ...args], { env })).stdout;
    expect(JSON.parse(await urlOf(["--url", server.url], nowhere))).toMatchObject({
      url: server.url,
      urlSource: "--url",
    });
    expect(JSON.parse(await urlOf([], { ...nowhere, FAVCRM_MCP_URL: server.url }))).toMatchObject({
      url: server.url,
      urlSource: "FAVCRM_MCP_URL",
    });
    expect(JSON.parse(await urlOf([], { FAVCRM_API_BASE: `${server.origin}/` }))).toMatchObject({
      url: server.url,
      urlSource: "FAVCRM_API_BASE",
    });
    expect(JSON.parse(await urlOf([]))).toMatchObject({ url: "http://127.0.0.1:9/file", urlSource: "config file" });
  });

  it("defaults to the server of a fresh clone", async () => {
    const report = JSON.parse((await home.run(["--json", "doctor"])).stdout);
    expect(report).toMatchObject({ url: "http://localhost:3000/mcp", urlSource: "default" });
  });

  it("honours XDG_CONFIG_HOME", async () => {
    const folder = path.join(home.folder, "elsewhere");
    await home.run(["login"], { env: { XDG_CONFIG_HOME: folder }, stdin: STRANGE_KEY });
    expect(existsSync(path.join(folder, "favcrm/config.toml"))).toBe(true);
  });
});

describe("login", () => {
  it("takes the key from standard input, checks nothing over the network, and saves it for its owner only", async () => {
    const run = await home.run(["login", "--url", server.url], { stdin: `${STRANGE_KEY}\n` });
    expect(run.code, run.stderr).toBe(0);
    expect(server.seen).toEqual([]);
    expect(modeOf(home.configFile)).toBe("600");
    expect(modeOf(path.dirname(home.configFile))).toBe("700");
    expect(readFileSync(home.configFile, "utf8")).toContain(`api_key = "${STRANGE_KEY}"`);
    await home.run(["whoami"]);
    expect(keySent()).toBe(`Bearer ${STRANGE_KEY}`);
  });

  it("tightens a folder that was open, whatever the umask", async () => {
    mkdirSync(path.dirname(home.configFile), { recursive: true });
    chmodSync(path.dirname(home.configFile), 0o755);
    await home.run(["login"], { stdin: STRANGE_KEY });
    expect([modeOf(home.configFile), modeOf(path.dirname(home.configFile))]).toEqual(["600", "700"]);
  });

  it("warns about a key given as an argument, and about one with a part missing", async () => {
    const run = await home.run(["login", STRANGE_KEY]);
    expect(run.stderr).toMatch(/argument stays in the shell's history/);
    expect(run.stderr).not.toMatch(/part missing/);
    const cut = await home.run(["login"], { stdin: STRANGE_KEY.replace("M86Q", "M86R"), mayShowKey: false });
    expect(cut.stderr).toMatch(/part missing/);
  });

  it.each(["", "   \n", "short", "two words here\nand lines"])("refuses %j without touching the file", async (junk) => {
    const run = await home.run(["login"], { stdin: junk });
    expect(run.code).toBe(2);
    expect(existsSync(home.configFile)).toBe(false);
  });

  it("keeps the key that it replaces, and other settings", async () => {
    writeConfig(`api_key = "the-first-key-of-all"\nurl = "${server.url}"\ncolour = "blue"\n`);
    await home.run(["login"], { stdin: STRANGE_KEY });
    const previous = path.join(path.dirname(home.configFile), "config.previous.toml");
    expect(readFileSync(previous, "utf8")).toContain("the-first-key-of-all");
    expect(modeOf(previous)).toBe("600");
    expect(readFileSync(home.configFile, "utf8")).toContain('colour = "blue"');
  });

  it("writes through a symbolic link instead of replacing it", async () => {
    const target = path.join(home.folder, "dotfiles.toml");
    writeFileSync(target, "", { mode: 0o600 });
    mkdirSync(path.dirname(home.configFile), { recursive: true });
    symlinkSync(target, home.configFile);
    await home.run(["login"], { stdin: STRANGE_KEY });
    expect(readFileSync(target, "utf8")).toContain(STRANGE_KEY);
  });

  it("says when the environment outranks the saved key", async () => {
    const run = await home.run(["login"], { stdin: STRANGE_KEY, env: { FAVCRM_API_KEY: "another-key" } });
    expect(run.stderr).toMatch(/FAVCRM_API_KEY is set and wins/);
  });

  it("logout forgets the key and keeps the address", async () => {
    await home.run(["login", "--url", server.url], { stdin: STRANGE_KEY });
    await home.run(["logout"]);
    const saved = readFileSync(home.configFile, "utf8");
    expect(saved).not.toContain(STRANGE_KEY);
    expect(saved).toContain(server.url);
  });
});

describe("the settings file", () => {
  it.each([0o644, 0o640, 0o660, 0o604])("is refused with mode %o, with the line that mends it", async (mode) => {
    writeConfig(`api_key = "${STRANGE_KEY}"\nurl = "${server.url}"\n`, mode);
    const run = await home.run(["whoami"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("chmod 600");
    expect(server.seen).toEqual([]);
  });

  it("is not read when key and address are given otherwise", async () => {
    writeConfig("broken = = toml", 0o644);
    const run = await home.run(["whoami"], { env: { FAVCRM_API_KEY: "k-1234567", FAVCRM_MCP_URL: server.url } });
    expect(run.code, run.stderr).toBe(0);
  });

  it("that is not TOML is an error with the place, without its content", async () => {
    writeConfig(`api_key = "${STRANGE_KEY}\n`);
    const run = await home.run(["whoami"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(home.configFile);
  });

  it("that cannot be written is an error, not a crash", async () => {
    const run = await home.run(["login"], { stdin: STRANGE_KEY, env: { XDG_CONFIG_HOME: "/dev/null" } });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/cannot be used/);
  });

  it("survives 10 writers at once: it is always whole and no scrap is left", async () => {
    await Promise.all(
      Array.from({ length: 10 }, () => home.run(["login", "--url", server.url], { stdin: STRANGE_KEY })),
    );
    await home.run(["whoami"]);
    expect(keySent()).toBe(`Bearer ${STRANGE_KEY}`);
    const { readdirSync } = await import("node:fs");
    expect(readdirSync(path.dirname(home.configFile)).filter((name) => name.endsWith(".new"))).toEqual([]);
  });
});

describe("secrets", () => {
  it("a key given as an argument leaves the process list", async () => {
    server.script.push({ delayMs: 1500, body: { jsonrpc: "2.0", id: 1, result: {} } });
    const child = home.start(["--api-key", STRANGE_KEY, "--url", server.url, "whoami"]);
    const end = finished(child);
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readFileSync(`/proc/${child.pid}/cmdline`, "utf8")).not.toContain(STRANGE_KEY);
    expect((await end).stderr).toMatch(/process list/);
  });

  it("a key from the file never reaches the process list", async () => {
    writeConfig(`api_key = "${STRANGE_KEY}"\nurl = "${server.url}"\n`);
    server.script.push({ delayMs: 1000, body: { jsonrpc: "2.0", id: 1, result: {} } });
    const child = home.start(["whoami"]);
    const end = finished(child);
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readFileSync(`/proc/${child.pid}/cmdline`, "utf8")).not.toContain("fav_mcp_");
    expect((await end).code).toBe(0);
  });

  it("a key of another shape is masked too", async () => {
    server.data.list_my_companies = { echo: "another-kind-of-secret-1234" };
    const run = await home.run(["--json", "whoami"], {
      env: { FAVCRM_API_KEY: "another-kind-of-secret-1234", FAVCRM_MCP_URL: server.url },
    });
    expect(run.stdout).toContain("another-...1234");
  });

  it("warns before a key travels unencrypted to another machine", async () => {
    const env = { FAVCRM_API_KEY: STRANGE_KEY, FAVCRM_MCP_URL: "http://favcrm.invalid/mcp" };
    expect((await home.run(["whoami"], { env })).stderr).toMatch(/unencrypted/);
  });
});
