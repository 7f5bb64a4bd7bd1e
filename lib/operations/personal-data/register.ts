import "server-only";
import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";
import { log } from "@/lib/kernel/log";
import { type Erasure, erasure } from "./erasure";

/**
 * The register of erasures: one JSON line each in `erasures.jsonl` of the data folder, beside the database and in none of
 * its dumps. It outlives a restore and holds ids only.
 */
const place = () => path.join(env().dataFolder, "erasures.jsonl");

/** Every erasure of the register, by id; none when there is no register yet. A line that was cut off is passed over. */
export async function readRegister(): Promise<Map<string, Erasure>> {
  const text = await readFile(place(), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = text.split("\n").filter((line) => line !== "");
  const read = lines.flatMap((line) => entryOf(line) ?? []);
  if (read.length < lines.length)
    log().warn({ lines: lines.length - read.length }, "The register of erasures has bad lines");
  return new Map(read.map((entry) => [entry.erasureId, entry]));
}

function entryOf(line: string): Erasure | undefined {
  try {
    return erasure.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Adds erasures to the register. The line break stands first, so that a line that was cut off spoils no other. */
export async function addToRegister(entries: readonly Erasure[]): Promise<void> {
  if (entries.length === 0) return;
  const lines = entries.map((entry) => `\n${JSON.stringify(entry)}`);
  await appendFile(place(), `${lines.join("")}\n`, { mode: 0o600, flush: true });
}
