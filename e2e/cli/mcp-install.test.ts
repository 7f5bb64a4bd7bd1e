import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildCommand, command, Home, hasTerminal, STRANGE_KEY, Terminal } from "./support";

let home: Home;
beforeAll(() => buildCommand());
beforeEach(() => {
  home = new Home();
});
afterEach(() => home.remove());

/** How a client's file names a variable of the environment. */
const reference = (name: string) => `Bearer \${${name}}`;
const read = (file: string) => readFileSync(path.join(home.folder, file), "utf8");
const json = (file: string) => JSON.parse(read(file)) as Record<string, Record<string, Record<string, unknown>>>;
const install = (client: string, ...more: string[]) => home.run(["mcp", "install", "--client", client, ...more]);

function write(file: string, content: string, mode = 0o644): void {
  const whole = path.join(home.folder, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  chmodSync(whole, mode);
}

describe("favcrm mcp install", () => {
  const bridge = { command: process.execPath, args: [command, "mcp"] };
  const files: [client: string, file: string, list: string][] = [
    ["claude-code", ".claude.json", "mcpServers"],
    ["claude-desktop", ".config/Claude/claude_desktop_config.json", "mcpServers"],
    ["cursor", ".cursor/mcp.json", "mcpServers"],
    ["vscode", ".config/Code/User/mcp.json", "servers"],
  ];

  it.each(files)("%s: adds the bridge, keeps everything else, leaves a backup", async (client, file, list) => {
    const before = { theme: "dark", [list]: { other: { command: "x" } } };
    write(file, JSON.stringify(before, null, 4), 0o600);
    const run = await install(client);
    expect(run.code, run.stderr).toBe(0);
    expect(json(file)).toMatchObject({ theme: "dark", [list]: { other: { command: "x" }, favcrm: bridge } });
    expect(read(file)).toContain('\n    "theme"');
    expect(statSync(path.join(home.folder, file)).mode & 0o777).toBe(0o600);
    const backup = /(\S+\.bak)/.exec(run.stdout)?.[1] ?? "";
    expect(readFileSync(path.join(path.dirname(path.join(home.folder, file)), path.basename(backup)), "utf8")).toBe(
      JSON.stringify(before, null, 4),
    );
    expect(run.stderr).toMatch(/^\+ .*favcrm/m);
  });

  it.each(files)("%s: makes the file when there is none; a second time changes nothing", async (client, file) => {
    expect((await install(client)).code).toBe(0);
    const once = read(file);
    const again = await install(client);
    expect(again.stderr).toContain("nothing to do");
    expect(read(file)).toBe(once);
    expect(readdirSync(path.dirname(path.join(home.folder, file))).filter((name) => name.endsWith(".bak"))).toEqual([]);
  });

  it("codex: rewrites its own table only, comments and order survive", async () => {
    const before =
      '# mine\nmodel = "x"\n\n[mcp_servers.favcrm]\nurl = "http://old"\n\n[mcp_servers.favcrm.env]\nA = "b"\n\n[mcp_servers.other] # keep\ncommand = "y"\n';
    write(".codex/config.toml", before);
    expect((await install("codex")).code).toBe(0);
    const after = read(".codex/config.toml");
    expect(after).toBe(
      `# mine\nmodel = "x"\n\n[mcp_servers.other] # keep\ncommand = "y"\n\n[mcp_servers.favcrm]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [ ${JSON.stringify(command)}, "mcp" ]\n`,
    );
  });

  it.each([
    [
      "claude-code",
      ".mcp.json",
      "mcpServers",
      { type: "http", url: "http://localhost:3000/mcp", headers: { Authorization: reference("FAVCRM_API_KEY") } },
    ],
    [
      "cursor",
      ".cursor/mcp.json",
      "mcpServers",
      { url: "http://localhost:3000/mcp", headers: { Authorization: reference("env:FAVCRM_API_KEY") } },
    ],
    [
      "vscode",
      ".vscode/mcp.json",
      "servers",
      { type: "http", url: "http://localhost:3000/mcp", headers: { Authorization: reference("env:FAVCRM_API_KEY") } },
    ],
  ])("%s --form env --project writes a file that can be shared", async (client, file, list, entry) => {
    const env = { FAVCRM_API_KEY: STRANGE_KEY };
    const run = await home.run(["mcp", "install", "--client", client, "--form", "env", "--project"], { env });
    expect(run.code, run.stderr).toBe(0);
    expect(json(file)[list]?.favcrm).toEqual(entry);
    expect(read(file)).not.toContain(STRANGE_KEY);
  });

  it("codex --form env names the variable", async () => {
    await install("codex", "--form", "env");
    expect(read(".codex/config.toml")).toContain('bearer_token_env_var = "FAVCRM_API_KEY"');
  });

  it("a shared file starts the command by name, not by a path of this machine", async () => {
    await install("claude-code", "--project");
    expect(json(".mcp.json").mcpServers?.favcrm).toMatchObject({ command: "favcrm", args: ["mcp"] });
  });

  it("passes a chosen address on", async () => {
    await install("cursor", "--url", "https://crm.example/mcp");
    expect(json(".cursor/mcp.json").mcpServers?.favcrm?.args).toEqual([
      command,
      "mcp",
      "--url",
      "https://crm.example/mcp",
    ]);
  });

  it("leaves a file with comments alone and says what to do", async () => {
    write(".cursor/mcp.json", '{ // mine\n "mcpServers": {} }');
    const run = await install("cursor");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("favcrm mcp config");
    expect(read(".cursor/mcp.json")).toBe('{ // mine\n "mcpServers": {} }');
  });

  it("--dry-run shows and writes nothing", async () => {
    const run = await install("cursor", "--dry-run");
    expect(run.stderr).toMatch(/^\+ /m);
    expect(existsSync(path.join(home.folder, ".cursor"))).toBe(false);
  });

  it.each([
    ["unknown"],
    ["cursor", "--form", "magic"],
    ["claude-desktop", "--form", "env"],
    ["claude-desktop", "--project"],
  ])("%s %s %s is a usage error", async (client, ...more) => {
    expect((await install(client, ...more)).code).toBe(2);
  });

  it("mcp config prints what install would write", async () => {
    const run = await home.run(["mcp", "config", "--client", "vscode"]);
    expect(JSON.parse(run.stdout)).toEqual({ servers: { favcrm: { type: "stdio", ...bridge } } });
  });

  it.skipIf(!hasTerminal)("asks a person first; no leaves the file as it was", async () => {
    const terminal = new Terminal(home, ["mcp", "install", "--client", "cursor"]);
    await terminal.sees("Write this?");
    terminal.type("n");
    expect(await terminal.exit()).toBe(130);
    expect(existsSync(path.join(home.folder, ".cursor/mcp.json"))).toBe(false);
  });
});
