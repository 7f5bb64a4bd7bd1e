import { OperationError } from "@/lib/kernel/errors";
import { spoken } from "./booking";
import { exactInstant, type Instant, wallTime } from "./local-time";

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/i;
const LOCAL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:00)?$/;

function refusal(rule: string, details: Record<string, unknown> = {}): OperationError {
  return new OperationError("invalid_input", {
    message: `start: ${rule}`,
    details: { field: "start", fields: [{ field: "start", rule, example: "2026-05-12T18:30" }], ...details },
  });
}

/**
 * The instant a caller means: an instant with Z or the zone's own offset, or a local time of the company's zone. What could
 * mean two moments is refused with both readings, never guessed.
 */
export function readStart(text: string, timezone: string): Instant {
  if (WITH_OFFSET.test(text)) return readInstant(text, timezone);
  if (!LOCAL.test(text))
    throw refusal('must be an instant ("2026-05-12T10:30:00Z") or a local time ("2026-05-12T18:30")');
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
export function requireWeekday(start: Instant, timezone: string, weekday: number | undefined): void {
  if (weekday === undefined) return;
  const actual = new Date(`${wallTime(start, timezone)}Z`).getUTCDay();
  if (actual === weekday) return;
  const rule = `does not fit the start, which is ${spoken(start, timezone)}`;
  throw new OperationError("invalid_input", {
    message: `weekday: ${rule}`,
    hint: "Ask the user which of the two is meant.",
    details: { field: "weekday", fields: [{ field: "weekday", rule }], start: spoken(start, timezone) },
  });
}
