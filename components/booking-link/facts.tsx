import { useFormatter } from "next-intl";
import type { ReactNode } from "react";

/** A moment of a business in the reader's language: its day and time there, whatever zone the reader is in. */
export function BusinessTime({ at, timezone }: { at: string; timezone: string }) {
  const format = useFormatter();
  return (
    <time dateTime={at} translate="no">
      {format.dateTime(new Date(at), { dateStyle: "full", timeStyle: "short", timeZone: timezone })}
    </time>
  );
}

/** What a link is about, line by line. */
export function Facts({ items }: { items: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 rounded-md border bg-surface px-3 py-2.5 text-[13px]">
      {items.map(({ label, value }) => (
        <div key={label} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-soft">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An instant as a `datetime-local` input of the business has it: `2026-05-13T10:00`. */
export function inputTime(at: Date, timezone: string): string {
  const text = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "short" }).format(
    at,
  );
  return text.replace(" ", "T");
}
