import { saveConfig } from "../config.ts";
import type { Context } from "../context.ts";
import { CliError, usageError } from "../errors.ts";
import { readStandardInput } from "../json-input.ts";
import { looksLikeKey, maskKey } from "../keys.ts";
import { askSecret, canAsk } from "../prompts.ts";

export interface LoginOptions {
  web?: boolean;
  deviceName?: string;
  scopes?: string;
}

/** Saves a key, with the address it belongs to. Nothing is sent, except with `--web`. */
export async function login(context: Context, argument: string | undefined, options: LoginOptions): Promise<void> {
  const { out } = context;
  if (options.web) return (await import("./login-web.ts")).loginWeb(context, options);
  if (options.scopes || options.deviceName) throw usageError("--scopes and --device-name go with --web.");
  if (argument)
    out.warn(
      "A key given as an argument stays in the shell's history: prefer `favcrm login` alone, or standard input.",
    );
  const key = (argument ?? context.flags.apiKey ?? (await readKey())).trim();
  if (!/^[\x21-\x7e]{8,500}$/.test(key))
    throw usageError("That is not a key: it is empty, too short, or has blanks in it.");
  out.hide(key);
  if (!(await looksLikeKey(key)))
    out.warn("This does not look like a whole FavCRM key (fav_mcp_ and 36 characters): is a part missing?");
  await keepKey(context, key);
}

/** Saves the key and says where, as data for programs. */
export async function keepKey(context: Context, key: string, more: Record<string, unknown> = {}): Promise<void> {
  const { out } = context;
  context.flags = { ...context.flags, apiKey: key };
  context.reload();
  const { url } = await context.settings();
  const path = await saveConfig({ api_key: key, url: url.value });
  out.data({ ...more, apiKey: maskKey(key), apiKeySavedTo: path, url: url.value });
  for (const name of ["FAVCRM_API_KEY", "FAVCRM_MCP_TOKEN"]) {
    if (process.env[name]) out.warn(`${name} is set and wins over the saved key: unset it to use the saved one.`);
  }
  out.note("Next: favcrm doctor");
}

async function readKey(): Promise<string> {
  if (!process.stdin.isTTY) return readStandardInput();
  if (canAsk()) return askSecret("Key (it stays hidden)");
  throw new CliError({
    code: "no_terminal",
    message: "There is no terminal to ask for the key.",
    hint: "Pass it on standard input: favcrm login < key.txt",
  });
}

/** Removes the key from the settings; the server still accepts it until it is revoked. */
export async function logout({ out }: Context): Promise<void> {
  const path = await saveConfig({ api_key: undefined });
  out.data({ apiKey: null, config: path });
  out.note(
    "The key is forgotten here. It still works: revoke it in the portal (Settings → MCP Keys) if it should not.",
  );
}
