"use client";

import type { ReactNode } from "react";
import { ActionFormBody } from "@/components/ui/action-form";
import { type Choice, Field } from "@/components/ui/field";
import { useFormAction } from "@/components/ui/form-action";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

/** What a refused move offers instead. */
export interface FreeTimes {
  times: Choice[];
}

type Props = {
  action: FormAction<FreeTimes>;
  token: string;
  /** Local times of the business, as the input has them: `2026-05-13T10:00`. */
  start: string;
  earliest: string;
  labels: { field: string; help: ReactNode; submit: string; free: string };
};

/** Moves a booking to a time the customer names; when it is not free, the nearest free ones are one press away. */
export function MoveForm({ action, token, start, earliest, labels }: Props) {
  const [state, submit] = useFormAction(action);
  const free = state.result?.times ?? [];
  return (
    <div className="grid gap-4">
      <ActionFormBody state={state} submit={submit} className="grid gap-4">
        <input type="hidden" name="token" value={token} />
        <Field
          name="start"
          label={labels.field}
          help={labels.help}
          type="datetime-local"
          defaultValue={start}
          min={earliest}
          required
        />
        <SubmitButton>{labels.submit}</SubmitButton>
      </ActionFormBody>
      {free.length > 0 && (
        <ul aria-label={labels.free} className="grid gap-2">
          {free.map(({ value, label }) => (
            <li key={value}>
              <form action={submit} className="grid">
                <input type="hidden" name="token" value={token} />
                <input type="hidden" name="start" value={value} />
                <SubmitButton tone="plain">{label}</SubmitButton>
              </form>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
