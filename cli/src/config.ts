import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { CliError, usageError } from "./errors.ts";
import type { JsonObject } from "./json.ts";

export const DEFAULT_URL = "http://localhost:3000/mcp";

/** What was found, and where: `--api-key`, `FAVCRM_API_KEY`, `config file`, `default` … */
export interface Found {
  value: string;
  source: string;
}

export interface Settings {
  url: Found;
  key: Found | undefined;
  company: string | undefined;
}

export interface GlobalFlags {
  url?: string;
  apiKey?: string;
  company?: string;
}

/** The settings folder: XDG on Linux, the platform's own place elsewhere. */
export function configFolder(): string {
  if (process.platform === "win32") return join(process.env.APPDATA ?? join(homedir(), "AppData/Roaming"), "favcrm");
  if (process.platform === "darwin") return join(homedir(), "Library/Application Support/favcrm");
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "favcrm");
}

export function configPath(): string {
  return join(configFolder(), "config.toml");
}

/** Flag, then environment, then file, then default. The file is read only when it is needed. */
export async function resolveSettings(flags: GlobalFlags): Promise<Settings> {
  const key = first(["--api-key", flags.apiKey], fromEnv("FAVCRM_API_KEY"), fromEnv("FAVCRM_MCP_TOKEN"));
  const base = process.env.FAVCRM_API_BASE?.replace(/\/+$/, "");
  const url = first(["--url", flags.url], fromEnv("FAVCRM_MCP_URL"), [
    "FAVCRM_API_BASE",
    base ? `${base}/mcp` : undefined,
  ]);
  const file = key && url ? {} : await readConfig();
  const found = url ?? first(["config file", stringIn(file, "url")]) ?? { value: DEFAULT_URL, source: "default" };
  return {
    url: { ...found, value: endpointUrl(found) },
    key: key ?? first(["config file", stringIn(file, "api_key")]),
    company: flags.company?.trim() || undefined,
  };
}

function fromEnv(name: string): [string, string | undefined] {
  return [name, process.env[name]];
}

function first(...places: [string, string | undefined][]): Found | undefined {
  for (const [source, value] of places) if (value?.trim()) return { source, value: value.trim() };
  return undefined;
}

/** Checks an address: http or https, no credentials in it. A bare origin gets the usual `/mcp`. */
function endpointUrl({ value, source }: Found): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw usageError(`The address from ${source} is not an http or https URL.`, `Write it like ${DEFAULT_URL}`);
  }
  if (url.username || url.password || /fav_mcp_/.test(url.href)) {
    throw usageError(
      `The address from ${source} carries credentials.`,
      "Keys travel in a header only: use `favcrm login`.",
    );
  }
  if (url.pathname === "/") url.pathname = "/mcp";
  return url.href;
}

/** The saved settings; empty when there are none. Throws when the file is broken or readable by others. */
export async function readConfig(): Promise<JsonObject> {
  const path = configPath();
  const content = await readPrivate(path);
  if (content === undefined) return {};
  const { parse } = await import("smol-toml");
  try {
    return parse(content);
  } catch (error) {
    const where = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
    throw new CliError({
      code: "config_broken",
      message: `${path} is not valid TOML: ${where}`,
      hint: "Correct or delete the file, then `favcrm login`.",
    });
  }
}

async function readPrivate(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      const hint = `Close it with: chmod 600 "${path}" — and replace the key if somebody else could have read it.`;
      throw new CliError({
        code: "config_exposed",
        message: `${path} can be read by others; it holds a key, so it is not used.`,
        hint,
      });
    }
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error instanceof CliError ? error : unusable(path, error);
  }
}

/** Saves the values into the settings file (0600, in a 0700 folder), keeping what else stands there. */
export async function saveConfig(values: Record<string, string | undefined>): Promise<string> {
  const before = await readConfig();
  const after: JsonObject = { ...before };
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete after[name];
    else after[name] = value;
  }
  const { stringify } = await import("smol-toml");
  const replaced = stringIn(before, "api_key");
  // A key is shown once and cannot be fetched again, so the one that is replaced stays beside the new one.
  if (replaced && replaced !== after.api_key) await writePrivate(previousPath(), stringify(before));
  await writePrivate(configPath(), stringify(after));
  return configPath();
}

/** Where the settings that were replaced last are kept. */
export function previousPath(): string {
  return join(configFolder(), "config.previous.toml");
}

/** Writes a file that only its owner can read, in one step: a reader sees the old content or the new one. */
export async function writePrivate(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (process.platform !== "win32") await chmod(dirname(path), 0o700);
    const target = await realpath(path).catch(() => path);
    const fresh = `${target}.${process.pid}.new`;
    await rm(fresh, { force: true });
    await writeFile(fresh, content, { mode: 0o600, flag: "wx" });
    await rename(fresh, target);
  } catch (error) {
    throw unusable(path, error);
  }
}

/** A file of ours beside the settings, readable by its owner only; undefined when there is none. */
export function readPrivateFile(name: string): Promise<string | undefined> {
  return readPrivate(join(configFolder(), name));
}

function unusable(path: string, error: unknown): CliError {
  const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  return new CliError({
    code: "config_unusable",
    message: `${path} cannot be used (${reason}).`,
    hint: "Check the folder's owner and free space.",
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function stringIn(file: JsonObject, name: string): string | undefined {
  const value = file[name];
  return typeof value === "string" ? value : undefined;
}
