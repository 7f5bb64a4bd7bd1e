"use client";

import { useFormState } from "@/components/ui/action-form";

export type SlotRadio = { start: string; label: string; detail?: string; isFree: boolean };

/** Free times to choose from; keeps the chosen one when its form fails. */
export function SlotRadios({ legend, slots, chosen }: { legend: string; slots: SlotRadio[]; chosen?: string }) {
  const { values, fields } = useFormState();
  const kept = values?.start ?? chosen;
  return (
    <fieldset className="grid gap-2" aria-invalid={fields?.start ? true : undefined}>
      <legend className="mb-2 text-[13px] font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-1.5" translate="no" key={kept}>
        {slots.map(({ start, label, detail, isFree }) => (
          <label key={start} className="relative">
            <input
              type="radio"
              name="start"
              value={start}
              required
              disabled={!isFree}
              defaultChecked={start === kept}
              className="peer absolute inset-0 size-full cursor-pointer opacity-0"
            />
            <span className="block min-w-16 rounded-md border border-line-strong px-2.5 py-1 text-center text-[13px] peer-checked:border-jade peer-checked:bg-jade peer-checked:text-on-jade peer-hover:bg-hover peer-checked:peer-hover:bg-jade-hover peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-jade peer-disabled:border-line peer-disabled:text-ink-faint">
              {label}
              {detail && <span className="block text-xs">{detail}</span>}
            </span>
          </label>
        ))}
      </div>
      {fields?.start && <p className="text-[13px] text-vermilion">{fields.start}</p>}
    </fieldset>
  );
}
