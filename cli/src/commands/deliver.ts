import type { ToolAnswer } from "../answers.ts";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { isObject } from "../json.ts";
import { keepNewKey } from "../keyring.ts";
import type { Output } from "../output.ts";

/** Texts that tell an agent what to do with an answer; a person at the command line gets a line of ours instead. */
const FOR_AGENTS = ["instructions", "nextSteps", "idempotencyKey"];

/** Prints a tool's answer; a new key in it is saved first, because the server shows it once. */
export async function deliver(tool: string, answer: ToolAnswer, save: boolean, context: Context): Promise<void> {
  const { out } = context;
  if (!save) {
    out.showKey ||= out.json;
    return out.answer({ ...answer, data: forReader(answer.data, out.json) });
  }
  const { url, key } = await context.settings();
  const kept = await keepNewKey(tool, answer.data, url.value);
  out.answer({ ...answer, data: forReader(kept?.data ?? answer.data, out.json) });
  if (!kept) return;
  out.note(`The key is saved in ${kept.path} (only you can read it).`);
  if (kept.previous) out.note(`The key it replaces is kept in ${kept.previous}.`);
  if (kept.isDefault && key && key.source !== "config file")
    out.warn(`${key.source} is set and wins over the saved key: unset it to use the new one.`);
  if (kept.isDefault) out.note("Next: favcrm doctor");
}

function forReader(data: unknown, isProgram: boolean): unknown {
  if (isProgram || !isObject(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => !FOR_AGENTS.includes(name)));
}

/** Refuses, before anything is sent, to take a key that would be neither saved nor shown. */
export function refuseLostKey(out: Output): void {
  if (out.showKey || out.json) return;
  throw usageError("--no-save alone would lose the key: the server shows it once.", "Add --show-key or --json.");
}
