import type { Tool } from "../answers.ts";
import type { Effect } from "../client.ts";
import type { Context } from "../context.ts";
import { CliError, cancelled, usageError } from "../errors.ts";
import { isObject, type JsonObject } from "../json.ts";
import { jsonSource, parseJson } from "../json-input.ts";
import { withSpinner } from "../progress.ts";
import { askConfirm, canAsk } from "../prompts.ts";
import { deliver, refuseLostKey } from "./deliver.ts";
import { fetchTools, findTool } from "./tool.ts";
import { propertyAt, typesOf } from "./tool-schema.ts";

export interface CallOptions {
  set: string[];
  yes?: boolean;
  save: boolean;
}

/** Failures of a call that never reached the tool, after which a read may be repeated. */
const MAY_REPEAT = new Set(["unreachable", "unavailable", "rate_limited"]);

/** Calls any tool with arguments from JSON, a file, standard input or `--set`. */
export async function callTool(
  context: Context,
  name: string,
  json: string | undefined,
  options: CallOptions,
): Promise<void> {
  if (!options.save) refuseLostKey(context.out);
  const plain = await argumentsFrom(json);
  const tool = options.set.length > 0 || canAsk() ? findTool(await fetchTools(context), name) : undefined;
  const args = tool ? withSettings(plain, options.set, tool) : plain;
  if (tool && isDestructive(tool) && !options.yes && canAsk()) {
    if (!(await askConfirm(`${tool.title ?? name} ${JSON.stringify(args)}? This cannot be taken back.`)))
      throw cancelled();
  }
  await deliver(name, await send(context, name, args, tool), options.save, context);
}

/** Sends the call; when it fails on the way and turns out to be a read, it is repeated with patience. */
async function send(context: Context, name: string, args: JsonObject, tool: Tool | undefined) {
  const client = await context.client();
  const call = (effect: Effect) => withSpinner(`${name} …`, () => client.call(name, args, { effect }));
  if (tool) return call(tool.annotations?.readOnlyHint ? "read" : "write");
  try {
    return await call("write");
  } catch (error) {
    if (!(error instanceof CliError) || !MAY_REPEAT.has(error.code) || !(await isRead(context, name))) throw error;
    return call("read");
  }
}

async function isRead(context: Context, name: string): Promise<boolean> {
  const tools = await fetchTools(context);
  return tools.some((tool) => tool.name === name && tool.annotations?.readOnlyHint === true);
}

function isDestructive({ annotations }: Tool): boolean {
  return annotations?.readOnlyHint !== true && annotations?.destructiveHint === true;
}

async function argumentsFrom(json: string | undefined): Promise<JsonObject> {
  if (json === undefined) return {};
  const { source, name } = await jsonSource(json);
  const parsed = source.trim() === "" ? {} : parseJson(source, name);
  if (!isObject(parsed)) throw usageError(`${name} must be a JSON object, like '{"limit": 5}'.`);
  return parsed;
}

/** The arguments with every `key=value` put in, typed as the tool's schema says. */
function withSettings(args: JsonObject, settings: string[], tool: Tool): JsonObject {
  const whole = structuredClone(args);
  for (const setting of settings) {
    const at = setting.indexOf("=");
    if (at < 1) throw usageError(`--set needs key=value, not ${setting}.`);
    const path = setting.slice(0, at).split(".");
    if (path.some((step) => ["__proto__", "constructor", "prototype"].includes(step)))
      throw usageError(`--set ${path.join(".")} is not possible.`);
    place(whole, path, typed(setting.slice(at + 1), typesOf(propertyAt(tool.inputSchema, path)), path.join(".")));
  }
  return whole;
}

function place(target: JsonObject, path: string[], value: unknown): void {
  const [step = "", ...rest] = path;
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  const inner = isObject(target[step]) ? target[step] : {};
  target[step] = inner;
  place(inner, rest, value);
}

/** Text stays text where the schema wants text; elsewhere it is read as JSON. */
function typed(value: string, types: string[], name: string): unknown {
  if (value === "null" && types.includes("null")) return null;
  if (types.includes("string")) return value;
  if (types.includes("array") && !value.startsWith("[")) return value.split(",").map((part) => part.trim());
  try {
    return JSON.parse(value);
  } catch {
    if (types.length === 0) return value;
    throw usageError(`--set ${name}: ${types.join(" or ")} is needed, not ${value}.`);
  }
}
