import type { Context } from "../context.ts";
import { EXIT } from "../errors.ts";
import { maskKey } from "../keys.ts";
import { withSpinner } from "../progress.ts";
import { cell } from "../table.ts";
import { type Check, checksOf } from "./doctor-checks.ts";
import { examine } from "./doctor-report.ts";

/** Examines address, key, server and clock, and says what to do about each thing that is off. */
export async function doctor(context: Context): Promise<void> {
  const { out } = context;
  const settings = await context.settings();
  const report = await withSpinner("Examining …", async () => examine(await context.client(), settings));
  const checks = checksOf(report);
  const apiKey = settings.key ? maskKey(settings.key.value) : undefined;
  const ok = checks.every((check) => check.state !== "bad");
  if (out.json) out.data({ ...report, apiKey, checks, ok });
  else for (const check of checks) out.write(lineOf(check, out));
  if (!report.reachable || report.keyAccepted === false) process.exitCode = EXIT.failure;
}

const SIGNS = { good: ["green", "✓"], bad: ["red", "✗"], neutral: ["dim", "–"] } as const;

function lineOf({ name, state, finding, remedy }: Check, out: Context["out"]): string {
  const [style, sign] = SIGNS[state];
  const line = `${out.paint(style, sign)} ${name.padEnd(13)} ${cell(finding)}`;
  return remedy ? `${line}\n  ${"".padEnd(13)} → ${cell(remedy)}` : line;
}
