import type { Context } from "../context.ts";
import { isObject, type JsonObject, text } from "../json.ts";
import { type Kept, keepNewKey } from "../keyring.ts";
import { maskKeysIn } from "../keys.ts";

/**
 * The reply as the model may see it: a new key is saved first and its place told, and every key is masked. When saving
 * fails, the error takes the answer's place, so that nobody believes in a key that is gone.
 */
export async function withoutKey(
  request: JsonObject,
  reply: JsonObject,
  url: string,
  context: Context,
): Promise<JsonObject> {
  const tool = request.method === "tools/call" ? (text(request.params, "name") ?? "") : "";
  const result = isObject(reply.result) ? reply.result : undefined;
  const structured = isObject(result?.structuredContent) ? result.structuredContent : undefined;
  const kept = tool && structured ? await keepNewKey(tool, structured.data, url) : undefined;
  if (!kept || !result || !isObject(structured?.data)) return masked(reply);
  const data = { ...structured.data, nextSteps: await nextSteps(kept, context) };
  const told = { ...structured, data, summary: `${text(structured, "summary") ?? "Done."} ${placeOf(kept)}` };
  const content = [{ type: "text", text: JSON.stringify(told) }];
  return masked({ ...reply, result: { ...result, structuredContent: told, content } });
}

function masked(reply: JsonObject): JsonObject {
  const line = JSON.stringify(reply);
  const safe = maskKeysIn(line);
  return safe === line ? reply : (JSON.parse(safe) as JsonObject);
}

function placeOf({ path, isDefault }: Kept): string {
  return isDefault ? `The key is saved in ${path} and in use from now on.` : `The key is saved in ${path}.`;
}

/**
 * Next steps that fit: this connection needs no configuration and no restart. They take the place of the server's own,
 * because clients check the data against the tool's schema and would refuse a field more.
 */
async function nextSteps({ isDefault, path, previous }: Kept, context: Context): Promise<string> {
  if (!isDefault)
    return `The key is in ${path}, readable by the user only. It is masked here on purpose: do not ask for it.`;
  context.reload();
  const { key } = await context.settings();
  const outranked =
    key && key.source !== "config file" ? ` But ${key.source} is set and outranks it: ask the user to unset it.` : "";
  const replaced = previous ? ` The key that was saved before is kept in ${previous}.` : "";
  return `The key is saved in ${path} (readable by the user only) and this connection uses it from the next call on: no restart, nothing to copy, and do not ask the user for it.${outranked}${replaced} Call get_workspace_overview or list_services next.`;
}
