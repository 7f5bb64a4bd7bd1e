import { join } from "node:path";
import { configFolder, previousPath, readConfig, saveConfig, writePrivate } from "./config.ts";
import { isObject, type JsonObject, text } from "./json.ts";
import { isShownAs, keysIn } from "./keys.ts";

/** Tools whose key is the one to work with from now on. */
const SIGN_IN_TOOLS = new Set(["register_organisation_verify", "accept_team_invite_verify"]);

export interface Kept {
  /** The tool's result, with the place of the key beside it. */
  data: JsonObject;
  /** The file that holds the key now. */
  path: string;
  /** True when the command works with this key from now on. */
  isDefault: boolean;
  /** Where the key that was replaced is kept, if one was. */
  previous: string | undefined;
}

/**
 * A server shows a new key once. This keeps it before anything is printed: the key of a sign-up or an invite, and
 * the successor of the saved key, become the saved key; any other goes into a file of its own. Undefined when the result holds no new key.
 */
export async function keepNewKey(tool: string, data: unknown, url: string): Promise<Kept | undefined> {
  if (!isObject(data)) return undefined;
  const key = keysIn(text(data, "apiKey") ?? "")[0];
  if (!key) return undefined;
  const before = text(await readConfig(), "api_key");
  const succeeds = tool === "rotate_api_key" && before !== undefined && isShownAs(before, text(data.replaced, "key"));
  if (!SIGN_IN_TOOLS.has(tool) && !succeeds) {
    const path = join(configFolder(), "keys", `${fileName(data, key)}.key`);
    await writePrivate(path, `${key}\n`);
    return { data: { ...data, apiKeySavedTo: path }, path, isDefault: false, previous: undefined };
  }
  const path = await saveConfig({ api_key: key, url });
  const previous = before && before !== key ? previousPath() : undefined;
  return { data: { ...data, apiKeySavedTo: path }, path, isDefault: true, previous };
}

function fileName(data: JsonObject, key: string): string {
  const id = text(data.key, "id") ?? text(data, "keyId") ?? text(data, "id") ?? "";
  return /^[\w-]{1,64}$/.test(id) ? id : `key-${key.slice(-4)}`;
}
