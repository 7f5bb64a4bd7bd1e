import { cancelled } from "./errors.ts";

/** A person can be asked: the keyboard and the screen are both there. Prompts are drawn on standard error. */
export function canAsk(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY);
}

export interface Question {
  message: string;
  placeholder?: string;
  initialValue?: string;
  validate?: (value: string) => string | undefined;
}

export async function askText({ message, placeholder, initialValue, validate }: Question): Promise<string> {
  const { text } = await import("@clack/prompts");
  const check = validate ? { validate: (value: string | undefined) => validate(value ?? "") } : {};
  const hints = { ...(placeholder ? { placeholder } : {}), ...(initialValue ? { initialValue } : {}) };
  return settled(await text({ message, output: process.stderr, ...hints, ...check })) ?? "";
}

/** Asks without showing what is typed. */
export async function askSecret(message: string): Promise<string> {
  const { password } = await import("@clack/prompts");
  return settled(await password({ message, output: process.stderr })) ?? "";
}

export async function askChoice(message: string, choices: { value: string; label: string }[]): Promise<string> {
  const { select } = await import("@clack/prompts");
  return settled(await select({ message, options: choices, output: process.stderr }));
}

/** Yes or no; no is the default, because the question is asked before something that cannot be taken back. */
export async function askConfirm(message: string): Promise<boolean> {
  const { confirm } = await import("@clack/prompts");
  return settled(await confirm({ message, initialValue: false, output: process.stderr }));
}

/** The answer; Ctrl-C arrives as a symbol and ends the command. */
function settled<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === "symbol") throw cancelled();
  return answer as Exclude<T, symbol>;
}
