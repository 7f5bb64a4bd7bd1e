import type { Effect } from "../client.ts";
import type { Context } from "../context.ts";
import type { JsonObject } from "../json.ts";

export type Kind = "text" | "integer" | "flag" | "list" | "json";

/** One argument or option of a command, and the tool's argument it becomes. */
export interface Input {
  /** `<id>`, `[query]`, or an option such as `--limit <n>`. */
  as: string;
  to: string;
  about: string;
  kind?: Kind;
  required?: true;
  choices?: readonly string[];
  fallback?: string | number;
  /** Accepted spellings → the value sent. */
  spelling?: (value: string) => string;
}

/** A command that is one tool call. */
export interface ToolCommand {
  path: string;
  about: string;
  tool: string;
  effect: Effect;
  /** Sent without the key: the tool is public. */
  isPublic?: true;
  /** The answer holds a new key, shown once. */
  makesKey?: true;
  inputs?: readonly Input[];
  examples: readonly string[];
  /** Last changes to the arguments before they are sent. */
  prepare?: (args: JsonObject, context: Context) => Promise<JsonObject> | JsonObject;
  /** What to do with the answer beside printing it. */
  after?: (data: unknown, context: Context) => Promise<void> | void;
}

/** A command with one id as its only argument. */
export function one(
  path: string,
  about: string,
  tool: string,
  effect: Effect,
  id: Input,
  example: string,
): ToolCommand {
  return { path, about, tool, effect, inputs: [id], examples: [`favcrm ${path} ${example}`] };
}
