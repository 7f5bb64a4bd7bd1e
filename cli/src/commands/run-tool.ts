import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import type { Context } from "../context.ts";
import { cancelled, usageError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { parseJson } from "../json-input.ts";
import { withSpinner } from "../progress.ts";
import { askConfirm, canAsk } from "../prompts.ts";
import { deliver, refuseLostKey } from "./deliver.ts";
import type { Input, ToolCommand } from "./tool-command.ts";

/** Gives a commander command the arguments, options and action of a row of the table. */
export function attachToolCommand(command: Command, row: ToolCommand, context: Context): void {
  for (const input of row.inputs ?? []) declare(command, input);
  if (row.effect === "destructive") command.option("-y, --yes", "do not ask first");
  if (row.makesKey) command.option("--no-save", "do not save the key (needs --show-key or --json)");
  command.action(async () => {
    const options: JsonObject = command.opts();
    const given = (row.inputs ?? []).map((input) => [input.to, givenValue(command, input, options)] as const);
    const args = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    const save = options.save !== false;
    if (row.makesKey && !save) refuseLostKey(context.out);
    await sendRow(row, args, save, options.yes === true, context);
  });
}

async function sendRow(
  row: ToolCommand,
  plain: JsonObject,
  save: boolean,
  yes: boolean,
  context: Context,
): Promise<void> {
  const client = await context.client();
  const args = row.prepare ? await row.prepare(plain, context) : plain;
  if (row.effect === "destructive" && !yes && canAsk()) {
    const subject = Object.values(plain).join(" ");
    if (!(await askConfirm(`${row.about}: ${subject}? This cannot be taken back.`))) throw cancelled();
  }
  const work = () => client.call(row.tool, args, { effect: row.effect, withKey: !row.isPublic });
  const answer = await withSpinner(`${row.tool} …`, work);
  await deliver(row.tool, answer, save, context);
  await row.after?.(answer.data, context);
}

function declare(command: Command, input: Input): void {
  if (!input.as.startsWith("-")) {
    command.argument(input.as, input.about);
    return;
  }
  const option = new Option(input.as, input.about);
  if (input.required) option.makeOptionMandatory();
  if (input.choices) option.choices([...input.choices]);
  if (input.fallback !== undefined) option.default(input.fallback);
  if (input.kind === "integer") option.argParser(wholeNumber);
  command.addOption(option);
}

function wholeNumber(value: string): number {
  if (!/^-?\d{1,15}$/.test(value)) throw new InvalidArgumentError("A whole number is needed.");
  return Number(value);
}

function givenValue(command: Command, input: Input, options: JsonObject): unknown {
  const raw = input.as.startsWith("-")
    ? options[new Option(input.as).attributeName()]
    : command.processedArgs[argumentIndex(command, input)];
  if (typeof raw !== "string") return raw;
  if (input.kind === "list")
    return raw
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
  if (input.kind === "json") return parseJson(raw, input.as);
  if (input.required && raw.trim() === "") throw usageError(`${input.as.split(" ")[0]} is empty.`);
  return input.spelling ? input.spelling(raw) : raw;
}

function argumentIndex(command: Command, input: Input): number {
  const name = input.as.replace(/[<>[\]]/g, "");
  return command.registeredArguments.findIndex((argument) => argument.name() === name);
}
