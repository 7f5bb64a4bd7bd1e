import { chmod, copyFile, mkdir, readFile, realpath, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Context } from "../context.ts";
import { CliError, cancelled, usageError } from "../errors.ts";
import { isObject } from "../json.ts";
import { askConfirm, canAsk } from "../prompts.ts";
import { type ClientConfig, clientConfig, type Form, type Launch } from "./client-configs.ts";
import { CLIENT_NAMES, type ClientName } from "./client-names.ts";
import { diff, withEntry } from "./config-text.ts";

export interface ConfigOptions {
  client: string;
  form: string;
  project?: boolean;
  yes?: boolean;
  dryRun?: boolean;
}

/** Prints a client's entry, ready to paste. */
export async function print(context: Context, options: ConfigOptions): Promise<void> {
  const { config } = await chosen(context, options);
  context.out.note(`For ${config.path}:`);
  context.out.write((await withEntry("", config)).trimEnd());
}

/** Writes a client's entry into its file: shows the change, asks, keeps a backup. */
export async function install(context: Context, options: ConfigOptions): Promise<void> {
  const { out } = context;
  const { config, client } = await chosen(context, options);
  const before = await contentOf(config.path);
  const after = await withEntry(before ?? "", config);
  if (before === after) return out.note(`${config.path} already says so; nothing to do.`);
  out.note(config.path);
  for (const line of diff(before ?? "", after)) out.note(painted(line, out));
  if (options.dryRun) return out.note("Nothing was written (--dry-run).");
  if (!options.yes && canAsk() && !(await askConfirm("Write this?"))) throw cancelled("Nothing was written.");
  const backup = await replace(config.path, before, after);
  out.data({ client, path: config.path, ...(backup ? { backup } : {}) });
  out.note(config.nextStep);
}

async function chosen(context: Context, options: ConfigOptions): Promise<{ config: ClientConfig; client: ClientName }> {
  const client = CLIENT_NAMES.find((name) => name === options.client);
  if (!client) throw usageError(`No client is called ${options.client}.`, `Known: ${CLIENT_NAMES.join(", ")}`);
  const { form } = options;
  if (form !== "bridge" && form !== "env") throw usageError(`--form is bridge or env, not ${form}.`);
  const project = options.project === true;
  if (client === "claude-desktop" && (project || form === "env")) {
    throw usageError("Claude Desktop starts programs from one file of yours: leave --project and --form env out.");
  }
  const { url } = await context.settings();
  const launch = launchOf(project, url.source === "config file" || url.source === "default" ? undefined : url.value);
  return { client, config: clientConfig(client, form satisfies Form, project, url.value, launch) };
}

/** How a client starts the bridge. A program with windows often has no PATH, so a file of one person names both paths. */
function launchOf(project: boolean, url: string | undefined): Launch {
  const args = ["mcp", ...(url ? ["--url", url] : [])];
  if (project) return { command: "favcrm", args };
  const script = process.argv[1] ?? "favcrm";
  // npx keeps its copies in a cache that is cleaned, so the address of the package is the durable name.
  if (/[\\/]_npx[\\/]/.test(script))
    return { command: "npx", args: ["-y", new URL("/cli.tgz", url ?? "http://localhost:3000").href, ...args] };
  return { command: process.execPath, args: [script, ...args] };
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isObject(error) && error.code === "ENOENT") return undefined;
    throw unwritable(path, error);
  }
}

/** Writes in one step, with the old file's mode, after copying the old file beside it. Returns the copy's path. */
async function replace(path: string, before: string | undefined, after: string): Promise<string | undefined> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const target = await realpath(path).catch(() => path);
    const mode = before === undefined ? 0o600 : (await stat(target)).mode & 0o777;
    const backup =
      before === undefined ? undefined : `${path}.${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}.bak`;
    if (backup) await copyFile(target, backup);
    await writeFile(`${target}.favcrm-new`, after, { mode });
    await chmod(`${target}.favcrm-new`, mode);
    await rename(`${target}.favcrm-new`, target);
    return backup;
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): CliError {
  const reason = error instanceof Error && "code" in error ? String(error.code) : "error";
  return new CliError({ code: "config_unwritable", message: `${path} cannot be used (${reason}).` });
}

function painted(line: string, out: Context["out"]): string {
  if (line.startsWith("+")) return out.paint("green", line, process.stderr);
  return line.startsWith("-") ? out.paint("red", line, process.stderr) : line;
}
