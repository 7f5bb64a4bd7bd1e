"use client";

import { type ReactNode, useActionState } from "react";
import { ActionFormBody } from "@/components/ui/action-form";
import { type FormAction, type FormState, idle } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

/** What a refused booking offers instead. */
export interface Instead {
  heading: string;
  /** Nearest free times, each a button that books with what was typed. */
  times: { start: string; label: string }[];
  /** Set when the class is full: the wait-list. */
  waitlist?: { occurrenceId: string; label: string };
}

type Props = { action: FormAction<Instead>; submit: string; children: ReactNode };

/** The visitor's details. A refusal keeps what was typed and offers the nearest free times as buttons of the same form. */
export function BookForm({ action, submit, children }: Props) {
  const [state, send] = useActionState<FormState<Instead>, FormData>(action, idle);
  const instead = state.result;
  return (
    <ActionFormBody state={state} submit={send} className="grid max-w-lg gap-4">
      {instead && (
        <fieldset className="grid gap-2 rounded-md border bg-surface p-3">
          <legend className="px-1 text-[13px] font-medium">{instead.heading}</legend>
          <div className="flex flex-wrap gap-2">
            {instead.times.map(({ start, label }) => (
              <SubmitButton key={start} tone="plain" name="otherStart" value={start}>
                {label}
              </SubmitButton>
            ))}
            {instead.waitlist && (
              <SubmitButton tone="plain" name="occurrence" value={instead.waitlist.occurrenceId}>
                {instead.waitlist.label}
              </SubmitButton>
            )}
          </div>
        </fieldset>
      )}
      {children}
      <div>
        <SubmitButton size="large">{submit}</SubmitButton>
      </div>
    </ActionFormBody>
  );
}
