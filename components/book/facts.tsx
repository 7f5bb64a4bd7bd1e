import type { ReactNode } from "react";

/** What is booked, line by line; empty lines are left out. */
export function Facts({ rows }: { rows: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 rounded-lg border bg-surface px-4 py-3 sm:grid-cols-[auto_1fr]">
      {rows.map(
        ([label, value]) =>
          value && (
            <div key={label} className="contents">
              <dt className="text-[13px] text-ink-soft">{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
