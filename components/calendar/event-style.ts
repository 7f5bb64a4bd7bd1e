import type { CalendarEvent } from "./event";

/** The box of an event: appointments are filled, classes are framed, what waits is dashed, what is over is faint. */
export function eventStyle({ kind, tone }: Pick<CalendarEvent, "kind" | "tone">): string {
  if (tone === "over") return "border-line bg-sunken text-ink-soft";
  if (tone === "open") return "border-dashed border-amber bg-amber-soft text-ink";
  return kind === "class"
    ? "border-line-strong border-l-4 border-l-jade bg-surface text-ink"
    : "border-jade/40 bg-jade-soft text-ink";
}
