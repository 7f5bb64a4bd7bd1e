"use client";

import { ActionForm, useFormState } from "@/components/ui/action-form";
import { controlStyle } from "@/components/ui/control-style";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

export type DayHours = { day: string; label: string; spans: { open: string; close: string }[] };

type Words = { open: string; close: string; to: string; save: string; first: string; second: string };
type Props = { action: FormAction; week: DayHours[]; words: Words; hidden?: Record<string, string> };

/** Two lines a day, or as many as there are. */
const linesOf = ({ spans }: DayHours) => Array.from({ length: Math.max(2, spans.length) }, (_, line) => line);

function TimeInput({ name, label, initial }: { name: string; label: string; initial: string }) {
  const { fields, values } = useFormState();
  const error = fields?.[name];
  return (
    <input
      type="time"
      name={name}
      aria-label={label}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? `${name}-error` : undefined}
      defaultValue={values?.[name] ?? initial}
      className={`${controlStyle} h-8 w-32 px-2 text-[13px]`}
    />
  );
}

function Day({ day, words }: { day: DayHours; words: Words }) {
  const { fields } = useFormState();
  return (
    <fieldset className="grid gap-2 border-b py-2.5 last:border-0 sm:grid-cols-[7rem_1fr] sm:items-center">
      <legend className="sr-only">{day.label}</legend>
      <span aria-hidden className="text-[13px] font-medium">
        {day.label}
      </span>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {linesOf(day).map((span) => {
          const which = span === 0 ? words.first : `${words.second}${span > 1 ? ` ${span}` : ""}`;
          const error = fields?.[`${day.day}-close-${span}`] ?? fields?.[`${day.day}-open-${span}`];
          return (
            <div key={span} className="flex flex-wrap items-center gap-1.5">
              <TimeInput
                name={`${day.day}-open-${span}`}
                label={`${day.label}, ${which}, ${words.open}`}
                initial={day.spans[span]?.open ?? ""}
              />
              <span className="text-[13px] text-ink-soft">{words.to}</span>
              <TimeInput
                name={`${day.day}-close-${span}`}
                label={`${day.label}, ${which}, ${words.close}`}
                initial={day.spans[span]?.close ?? ""}
              />
              {error && (
                <p id={`${day.day}-close-${span}-error`} className="w-full text-[13px] text-vermilion">
                  {error}
                </p>
              )}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

/** A week of open times; an empty line is a closed day. 00:00 as an end is midnight. */
export function WeekEditor({ action, week, words, hidden = {} }: Props) {
  return (
    <ActionForm action={action} className="grid gap-3">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div>
        {week.map((day) => (
          <Day key={day.day} day={day} words={words} />
        ))}
      </div>
      <div>
        <SubmitButton>{words.save}</SubmitButton>
      </div>
    </ActionForm>
  );
}
