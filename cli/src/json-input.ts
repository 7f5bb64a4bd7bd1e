import { readFile } from "node:fs/promises";
import { usageError } from "./errors.ts";
import { locateJsonError } from "./json-locate.ts";

const AROUND = 30;

/** Parses JSON that a person typed; the error shows the place. */
export function parseJson(source: string, name: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    const { index, problem } = locateJsonError(source);
    const before = source.slice(0, index).split("\n");
    const line = source.split("\n")[before.length - 1] ?? "";
    const column = before.at(-1)?.length ?? 0;
    const start = Math.max(0, column - AROUND);
    const excerpt = line.slice(start, column + AROUND);
    const place = `line ${before.length}, column ${column + 1}`;
    const lines = [`    ${excerpt}`, `    ${" ".repeat(column - start)}^`];
    throw usageError(`${name} is not valid JSON (${place}): ${problem}`, undefined, lines);
  }
}

/** The JSON text of an argument: itself, `@file`, or `-` for standard input. */
export async function jsonSource(argument: string): Promise<{ source: string; name: string }> {
  if (argument === "-") return { source: await readStandardInput(), name: "Standard input" };
  if (!argument.startsWith("@")) return { source: argument, name: "The argument" };
  const path = argument.slice(1);
  try {
    return { source: await readFile(path, "utf8"), name: path };
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "error";
    throw usageError(`${path} cannot be read (${reason}).`);
  }
}

/** Everything that comes on standard input. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
