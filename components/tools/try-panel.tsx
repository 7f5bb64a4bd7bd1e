"use client";

import type { ReactNode } from "react";
import { ActionFormBody } from "@/components/ui/action-form";
import { CopyButton } from "@/components/ui/copy-button";
import { useFormAction } from "@/components/ui/form-action";
import type { FormAction } from "@/components/ui/form-state";

/** What a call answered: its line for people, and its data as JSON. */
export type TryResult = { summary: string; json: string };

type Props = {
  action: FormAction<TryResult>;
  labels: { answer: string; copy: string; copied: string };
  children: ReactNode;
};

/** Runs a tool and shows its answer below the form. */
export function TryPanel({ action, labels, children }: Props) {
  const [state, submit] = useFormAction(action);
  const answer = state.status === "done" ? state.result : undefined;
  return (
    <div className="grid gap-4">
      <ActionFormBody state={state} submit={submit} className="grid gap-4">
        {children}
      </ActionFormBody>
      {answer && (
        <section aria-label={labels.answer} aria-live="polite" className="rounded-md border bg-sunken">
          <header className="flex items-center justify-between gap-2 border-b px-3 py-1.5 text-[13px]">
            <p translate="no" lang="en">
              {answer.summary}
            </p>
            <CopyButton text={answer.json} label={labels.copy} done={labels.copied} />
          </header>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            tabIndex={0}
            translate="no"
            className="max-h-96 overflow-auto px-3 py-2.5 font-mono text-[12.5px] leading-relaxed"
          >
            {answer.json}
          </pre>
        </section>
      )}
    </div>
  );
}
