/** Sentences of the grid with places for values, as the message files have them. */
export type GridWords = {
  label: string;
  help: string;
  nobody: string;
  again: string;
  create: string;
  moving: string;
  noSuchTime: string;
  left: string;
  moved: string;
  dialog: string;
  newStart: string;
  newTime: string;
  who: string;
  room: string;
  notify: string;
  applyTo: string;
  this: string;
  following: string;
  all: string;
  move: string;
  cancel: string;
  refused: string;
  nearest: string;
  failed: string;
};

/** Fills `{name}` places of a sentence. */
export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** A moment as the wall clock of a zone: `2026-05-12T18:30`. */
export function wallClock(at: number, timezone: string): string {
  return new Date(at).toLocaleString("sv-SE", { timeZone: timezone }).replace(" ", "T").slice(0, 16);
}

/** A moment as people say it. */
export function spokenTime(at: number, locale: string, timezone: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: timezone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}
