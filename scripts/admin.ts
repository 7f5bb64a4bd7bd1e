// npm run admin: what the operator of an instance does beside it, on its database; the server may go on serving.
// usage: npm run admin -- organisations | revoke-key KEY | requeue-mail MAIL | verify
import { COMMANDS, UsageError } from "./admin/commands";
import { runProgram } from "./lib/with-database";

const help = Object.values(COMMANDS)
  .map(({ usage, does }) => `  npm run admin -- ${usage}\n      ${does}`)
  .join("\n");

runProgram(async () => {
  const [name = "", ...args] = process.argv.slice(3);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    console.log(help);
    if (name && name !== "help") process.exitCode = 1;
    return;
  }
  await command.run(args).catch((error: unknown) => {
    const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
    if (!isUsage) throw error;
    console.error(`${(error as Error).message}\nusage: npm run admin -- ${command.usage}`);
    process.exitCode = 1;
  });
});
