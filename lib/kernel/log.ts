import "server-only";
import pino, { type Logger } from "pino";
import { env } from "@/lib/env";
import { singleton } from "@/lib/singleton";

const KEY = /fav_mcp_[0-9A-Za-z]+/g;
const MAILBOX = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;
/** Fields whose value never reaches a line, at its top or one level below. */
export const HIDDEN_FIELDS = [
  "code",
  "apiKey",
  "token",
  "authorization",
  "cookie",
  "email",
  "to",
  "recipient",
  "phone",
  "secret",
];

/** Takes keys and mail addresses out of free text, such as an error's message. */
export function scrub(text: string): string {
  return text.replace(KEY, "[key]").replace(MAILBOX, "[mailbox]");
}

function serializeError(error: unknown) {
  if (!(error instanceof Error)) return { message: scrub(String(error)) };
  return { type: error.name, message: scrub(error.message), stack: scrub(error.stack ?? "") };
}

/** The process's logger: JSON lines on standard error, without keys, codes, addresses or phones. */
export function log(): Logger {
  return singleton("log", () =>
    pino(
      {
        level: env().logLevel,
        base: undefined,
        redact: { paths: HIDDEN_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: "[redacted]" },
        serializers: { err: serializeError },
        timestamp: pino.stdTimeFunctions.isoTime,
      },
      pino.destination({ fd: 2, sync: true }),
    ),
  );
}
