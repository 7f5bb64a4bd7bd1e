import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { spoken } from "./booking";
import { exactInstant, type Instant, wallTime } from "./local-time";
import { takeWeekday } from "./stated-weekday";

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/i;
const LOCAL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:00)?$/;

const FORMS = 'must be an instant ("2026-05-12T10:30:00Z") or a local time ("2026-05-12T18:30")';

/** A text for `readStart`; what cannot be one by its length is refused in the same words. */
export const momentText = z.string().min(16, FORMS).max(35, FORMS);

/** What is wrong with a time, before it is known in which field it stood. */
class WrongTime extends Error {
  constructor(
    readonly rule: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(rule);
  }
}

const refusal = (rule: string, details?: Record<string, unknown>) => new WrongTime(rule, details);

/**
 * The instant a caller means: an instant with Z or the zone's own offset, or a local time of the company's zone; the weekday
 * may stand before it, as answers write it. What could mean two moments is refused with both readings, never guessed.
 */
export function readStart(text: string, timezone: string, field = "start"): Instant {
  const { weekday, rest } = takeWeekday(text);
  try {
    const start = readMoment(rest, timezone);
    requireWeekday(start, timezone, weekday, field);
    return start;
  } catch (error) {
    if (!(error instanceof WrongTime)) throw error;
    const { rule, details } = error;
    throw new OperationError("invalid_input", {
      message: `${field}: ${rule}`,
      details: { field, fields: [{ field, rule, example: "2026-05-12T18:30" }], ...details },
    });
  }
}

function readMoment(text: string, timezone: string): Instant {
  if (WITH_OFFSET.test(text)) return readInstant(text, timezone);
  if (!LOCAL.test(text)) throw refusal(FORMS);
  return readLocal(text.replace(" ", "T").slice(0, 16), timezone);
}

function readInstant(text: string, timezone: string): Instant {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw refusal("is no day or time that exists");
  const local = text.slice(0, 16);
  const isForeign = !/Z$/i.test(text) && wallTime(at, timezone) !== local;
  if (!isForeign) return at;
  throw refusal(
    `has an offset that ${timezone} does not have then; send the instant with Z, or the local time without offset`,
    {
      asInstant: new Date(at).toISOString(),
      asLocalTime: local,
    },
  );
}

function readLocal(local: string, timezone: string): Instant {
  let at: ReturnType<typeof exactInstant>;
  try {
    at = exactInstant(local, timezone);
  } catch {
    throw refusal("is no day or time that exists");
  }
  if (at === "skipped") throw refusal(`does not exist in ${timezone}: the clocks are put forward over it`);
  if (at === "repeated")
    throw refusal(`happens twice in ${timezone}: the clocks are put back; send the instant with Z`);
  return at;
}

/** Refuses a stated weekday that is not the start's. `weekday` is 0 = Sunday. */
export function requireWeekday(start: Instant, timezone: string, weekday: number | undefined, field = "weekday"): void {
  if (weekday === undefined) return;
  const actual = new Date(`${wallTime(start, timezone)}Z`).getUTCDay();
  if (actual === weekday) return;
  const rule = `the weekday does not fit the date, which is ${spoken(start, timezone)}`;
  throw new OperationError("invalid_input", {
    message: `${field}: ${rule}`,
    hint: "Ask the user which of the two is meant.",
    details: { field, fields: [{ field, rule }], start: spoken(start, timezone) },
  });
}
