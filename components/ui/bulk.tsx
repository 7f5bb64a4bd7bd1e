"use client";

import { type ReactNode, useActionState, useEffect, useRef, useState } from "react";
import { Alert } from "./alert";
import { type FormAction, type FormState, idle } from "./form-state";

/** The name under which the ids of chosen rows arrive. */
const NAME = "id";

// By the attribute: a form with a control named "id" hides its own id.
const boxesOf = (formId: string) => [
  ...document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name=${NAME}][form="${formId}"]`),
];

/** A row's checkbox; it belongs to the bulk form wherever that stands. */
export function SelectRow({ formId, id, label }: { formId: string; id: string; label: string }) {
  return (
    <input type="checkbox" form={formId} name={NAME} value={id} aria-label={label} className="size-4 accent-jade" />
  );
}

/** How many rows are chosen, kept up to date with clicks, resets and rows that leave the page. */
function useChosen(formId: string) {
  const [chosen, setChosen] = useState({ count: 0, all: 0 });
  useEffect(() => {
    const count = () => {
      const boxes = boxesOf(formId);
      setChosen({ count: boxes.filter(({ checked }) => checked).length, all: boxes.length });
    };
    // A reset is announced before it happens.
    const later = () => setTimeout(count);
    count();
    document.addEventListener("change", count);
    document.addEventListener("reset", later);
    return () => {
      document.removeEventListener("change", count);
      document.removeEventListener("reset", later);
    };
  }, [formId]);
  return chosen;
}

/** The checkbox in the head of a table: all rows of this page or none. */
export function SelectAll({ formId, label }: { formId: string; label: string }) {
  const { count, all } = useChosen(formId);
  const toggle = (checked: boolean) => {
    const boxes = boxesOf(formId);
    for (const box of boxes) box.checked = checked;
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!box.current) return;
    box.current.checked = all > 0 && count === all;
    box.current.indeterminate = count > 0 && count < all;
  }, [count, all]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      onChange={(event) => toggle(event.target.checked)}
      className="size-4 accent-jade"
    />
  );
}

type FormProps = { formId: string; action: FormAction; label: string; chosenLabel: string; children: ReactNode };

/**
 * What can be done with the chosen rows; shown while any is chosen (by style alone, so also without scripts). Stands with the
 * table inside an element of class `group/bulk`. Children are buttons with `name="do"`; ids arrive as `id`, repeated.
 */
export function BulkForm({ formId, action, label, chosenLabel, children }: FormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, idle);
  const { count } = useChosen(formId);
  return (
    <form id={formId} action={submit} aria-label={label} className="contents">
      {state.status !== "idle" && state.message && (
        <div className="px-4 py-2">
          <Alert tone={state.status === "error" ? "danger" : "ok"} hint={state.hint} link={state.link}>
            {state.message}
          </Alert>
        </div>
      )}
      <div className="sticky bottom-3 z-10 mx-3 my-3 hidden flex-wrap items-center gap-2 rounded-lg border bg-surface px-3 py-2 text-[13px] shadow-float group-has-[input[name=id]:checked]/bulk:flex">
        <span aria-live="polite" className="mr-auto font-medium">
          {count > 0 ? chosenLabel.replace("#", String(count)) : label}
        </span>
        {children}
      </div>
    </form>
  );
}
