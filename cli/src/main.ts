import { CommanderError } from "commander";
import { Context } from "./context.ts";
import { CliError, EXIT } from "./errors.ts";
import { handleInterrupts } from "./interrupt.ts";
import { buildProgram, exitCodeOf } from "./program.ts";

// A key given as an argument leaves the process list as early as a process can take it out.
if (process.argv.some((argument) => /fav_mcp_|^--api-key/.test(argument))) process.title = "favcrm";

// A reader that went away (`favcrm … | head`) is not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
});

handleInterrupts();

const context = new Context();
try {
  await buildProgram(context).parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return exitCodeOf(error);
  if (error instanceof CliError) {
    context.out.failure(error);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  context.out.failure(
    new CliError({
      code: "internal",
      message: `Something unexpected went wrong: ${message}`,
      hint: "Run it again with FAVCRM_DEBUG=1 and report what it prints.",
    }),
  );
  if (process.env.FAVCRM_DEBUG && error instanceof Error) context.out.note(error.stack ?? "");
  return EXIT.failure;
}
