import { type Command, Option } from "commander";
import type { Context } from "../context.ts";
import { CLIENT_NAMES } from "./client-names.ts";
import { addExamples, commandAt } from "./tree.ts";

/** The commands that are more than one tool call. Their code is loaded when they run. */
export function addOwnCommands(program: Command, context: Context): void {
  addSignup(program, context);
  addLogin(program, context);
  addDoctor(program, context);
  addImport(program, context);
  addTool(program, context);
  addMcp(program, context);
  addCompletion(program, context);
}

function addSignup(program: Command, context: Context): void {
  const signup = commandAt(program, "signup").usage("[request|verify] [options]");
  signup.action(async () => (await import("./signup.ts")).signup(context));
  addExamples(signup, [
    "favcrm signup                 # asks, mails a code, saves the key, checks everything",
    "favcrm signup request --help",
  ]);
}

function addLogin(program: Command, context: Context): void {
  const login = commandAt(program, "login").description("save a key, from standard input or a hidden prompt");
  login
    .argument("[key]", "the key (others can see it in the process list: leave it out)")
    .option("--web", "approve in the browser; no key to copy")
    .option("--device-name <name>", "with --web: how the portal names this key")
    .option("--scopes <list>", "with --web: ask for these scopes only, separated by commas")
    .action(async (key: string | undefined, options) => (await import("./login.ts")).login(context, key, options));
  addExamples(login, [
    "favcrm login                   # asks for the key",
    "favcrm login < key.txt",
    "favcrm login --web",
  ]);
  const logout = commandAt(program, "logout").description("forget the saved key");
  logout.action(async () => (await import("./login.ts")).logout(context));
  addExamples(logout, ["favcrm logout"]);
}

function addDoctor(program: Command, context: Context): void {
  const doctor = commandAt(program, "doctor").description(
    "check address, key, tools, plan, WhatsApp, clock and versions",
  );
  doctor.action(async () => (await import("./doctor.ts")).doctor(context));
  addExamples(doctor, ["favcrm doctor", "favcrm --json doctor | jq .toolCount"]);
}

function addImport(program: Command, context: Context): void {
  const command = commandAt(program, "import").description("bring in customers from a CSV or .xlsx file");
  const again = (value: string, all: string[]) => [...all, value];
  command
    .argument("<file>", "the list; its first row names the columns")
    .option("--map <column=field>", "what a column fills, or ignore (repeatable; default: recognised)", again, [])
    .addOption(
      new Option("--on-duplicate <what>", "rows whose mail, phone or code somebody has; merge fills what is empty")
        .choices(["hold", "merge", "link", "share"])
        .default("hold"),
    )
    .addOption(
      new Option("--date-order <order>", "order in dates such as 5/6/1990")
        .choices(["ymd", "dmy", "mdy"])
        .default("ymd"),
    )
    .option("--label <text>", "what this list is (default: the file's name)")
    .option("--problems <path>", "write the rows held back to this CSV file")
    .option("--preview", "show what would happen, bring in nothing")
    .option("-y, --yes", "do not ask after the preview")
    .action(async (file: string, options) => (await import("./import.ts")).importFile(context, file, options));
  addExamples(command, [
    "favcrm import members.csv                       # preview, question, progress, result",
    "favcrm import members.xlsx --map 'Handy=phone' --map 'Shop=ignore' --date-order dmy",
    "favcrm import members.csv --on-duplicate merge --map 'Shoes=custom:shoe_size'",
    "favcrm --json import members.csv --yes --problems held.csv",
  ]);
}

function addTool(program: Command, context: Context): void {
  const list = commandAt(program, "tool list").description("the tools, grouped");
  list
    .argument("[words...]", "only tools that contain these words")
    .option("--read-only", "only tools that change nothing")
    .action(async (words: string[], options) =>
      (await import("./tool.ts")).listTools(context, words, options.readOnly === true),
    );
  addExamples(list, ["favcrm tool list", "favcrm tool list booking cancel", "favcrm --json tool list --read-only"]);

  const describe = commandAt(program, "tool describe").description("arguments, an example call and hints of a tool");
  describe
    .argument("<name>", "tool name")
    .action(async (name: string) => (await import("./tool.ts")).describeTool(context, name));
  addExamples(describe, ["favcrm tool describe list_services"]);

  const call = commandAt(program, "tool call", { isDefault: true }).description("call a tool");
  call
    .argument("<name>", "tool name")
    .argument("[json]", "arguments as JSON, @file, or - for standard input")
    .option(
      "--set <key=value>",
      "one argument; dots reach inside (repeatable)",
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option("-y, --yes", "do not ask before a destructive tool")
    .option("--no-save", "do not save a new key (needs --show-key or --json)")
    .action(async (name: string, json: string | undefined, options) =>
      (await import("./tool-call.ts")).callTool(context, name, json, options),
    );
  addExamples(call, [
    "favcrm tool call list_services '{}'",
    "favcrm tool call search_members --set search=chan --set limit=5",
    "favcrm tool call create_account @customer.json",
    "echo '{\"limit\": 5}' | favcrm tool call list_services -",
  ]);
  const tool = commandAt(program, "tool").usage("list|describe|call … (or: tool <name> [json])");
  addExamples(tool, ["favcrm tool list", "favcrm tool list_services '{\"limit\": 5}'      # short for: tool call"]);
}

function addMcp(program: Command, context: Context): void {
  const mcp = commandAt(program, "mcp").usage("[install|config] [options]");
  mcp.action(async () => (await import("../bridge/serve.ts")).serveBridge(context));
  addExamples(mcp, [
    "favcrm mcp                     # what an MCP client starts",
    "favcrm mcp install --client claude-code",
  ]);
  const clients = CLIENT_NAMES.join(", ");
  for (const verb of ["install", "config"] as const) {
    const command = commandAt(program, `mcp ${verb}`);
    command
      .description(
        verb === "install" ? "write the configuration of an MCP client" : "print the configuration of an MCP client",
      )
      .requiredOption("--client <name>", `one of ${clients}`)
      .option("--form <form>", "bridge: through this command; env: straight, the key from FAVCRM_API_KEY", "bridge")
      .option("--project", "the project's file in this folder instead of yours (never holds a key)");
    if (verb === "install")
      command.option("-y, --yes", "do not ask").option("--dry-run", "show the change, write nothing");
    command.action(async (options) => {
      const module = await import("./mcp-config.ts");
      return verb === "install" ? module.install(context, options) : module.print(context, options);
    });
    addExamples(command, [`favcrm mcp ${verb} --client claude-code`, `favcrm mcp ${verb} --client vscode --form env`]);
  }
}

function addCompletion(program: Command, context: Context): void {
  const completion = commandAt(program, "completion").description("print the completion script of a shell");
  completion.argument("<shell>", "bash, zsh or fish").action(async (shell: string) => {
    const { completionScript } = await import("./completion.ts");
    context.out.write(completionScript(program, shell));
  });
  addExamples(completion, [
    'eval "$(favcrm completion bash)"                          # in ~/.bashrc',
    'favcrm completion zsh > "$fpath[1]/_favcrm"',
    "favcrm completion fish > ~/.config/fish/completions/favcrm.fish",
  ]);
}
