import { Command, type CommanderError, Help } from "commander";
import { addOwnCommands } from "./commands/own.ts";
import { attachToolCommand } from "./commands/run-tool.ts";
import { TOOL_COMMANDS } from "./commands/table.ts";
import { addExamples, commandAt } from "./commands/tree.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./errors.ts";
import { VERSION } from "./version.ts";

/** The whole command line. Unknown words, missing values and `--help` end as `CommanderError`. */
export function buildProgram(context: Context): Command {
  const program = new Command("favcrm");
  program
    .description("FavCRM from the terminal. Sign up, look around, call every tool the agents call.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .option("--json", "print JSON, sorted, and nothing else")
    .option("--url <url>", "address of the MCP endpoint")
    .option("--api-key <key>", "key to use (others can see it in the process list: prefer FAVCRM_API_KEY)")
    .option("--company <id>", "work for this company in this call")
    .option("--show-key", "print whole keys instead of masks")
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (message, write) => write(message) })
    .configureHelp({
      sortSubcommands: false,
      showGlobalOptions: true,
      subcommandTerm: (command) => new Help().subcommandTerm(command).replace(/ \[options\]/, ""),
    });
  program.hook("preAction", (_, command) => applyGlobals(command, context));
  addOwnCommands(program, context);
  for (const row of TOOL_COMMANDS) {
    const command = commandAt(program, row.path).description(row.about);
    addExamples(command, row.examples);
    attachToolCommand(command, row, context);
  }
  addExamples(program, [
    "favcrm signup                                   # answers a few questions, saves the key",
    "favcrm doctor                                   # is everything in order?",
    "favcrm tool list booking",
    "favcrm tool call list_services '{\"limit\": 5}'",
    "favcrm --json bookings list --status confirmed | jq '.items[].id'",
  ]);
  return program;
}

function applyGlobals(command: Command, context: Context): void {
  const { json, showKey, url, apiKey, company } = command.optsWithGlobals();
  context.out.json = json === true;
  context.out.showKey = showKey === true;
  context.flags = { url, apiKey, company };
  if (typeof apiKey === "string") context.out.hide(apiKey);
  if (apiKey)
    context.out.warn(
      "A key in --api-key shows in the process list and the shell's history: prefer FAVCRM_API_KEY or `favcrm login`.",
    );
}

/** The exit code for what commander throws: help and version are fine, the rest is usage. */
export function exitCodeOf(error: CommanderError): number {
  return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
