"use client";

import { useFormState } from "@/components/ui/action-form";
import { buttonStyle } from "@/components/ui/button-style";

/** What a refused booking offers instead. */
export type SlotRefusal = {
  alternatives: { start: string; label: string; staffId?: string }[];
  candidates?: { accountId: string; label: string }[];
  /** What else the form can be sent with. */
  others?: { title: string; items: { name: string; value: string; label: string }[] };
};

type Props = { nearest: string; which?: string };

/** The nearest free times, the customers that fit, or another way to book, of the form around it; a click sends the form again with it. */
export function SlotChoices({ nearest, which }: Props) {
  const { status, result } = useFormState();
  if (status !== "error" || !result) return null;
  const { alternatives, candidates = [], others } = result as SlotRefusal;
  const choices = [
    { title: nearest, items: alternatives.map(({ start, label }) => ({ name: "alternative", value: start, label })) },
    { title: which, items: candidates.map(({ accountId, label }) => ({ name: "candidate", value: accountId, label })) },
    { title: others?.title, items: others?.items ?? [] },
  ];
  return choices
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => (
      <fieldset key={title} className="grid gap-1.5 text-[13px]">
        <legend className="mb-1.5 font-medium">{title}</legend>
        <div className="flex flex-wrap gap-1.5" translate="no">
          {items.map(({ name, value, label }) => (
            <button key={value} type="submit" name={name} value={value} className={buttonStyle({ size: "small" })}>
              {label}
            </button>
          ))}
        </div>
      </fieldset>
    ));
}
