"use client";

import { type ReactNode, useActionState } from "react";
import { ActionFormBody } from "@/components/ui/action-form";
import { type FormAction, type FormState, idle } from "@/components/ui/form-state";

/** What the server rendered for a key that was just issued. */
export type IssuedState = { view: ReactNode };

type Props = { action: FormAction<IssuedState>; children: ReactNode; className?: string };

/** A form whose success replaces it by the key that was issued; also without JavaScript. */
export function IssueKeyForm({ action, children, className }: Props) {
  const [state, submit] = useActionState<FormState<IssuedState>, FormData>(action, idle);
  if (state.status === "done" && state.result) return state.result.view;
  return (
    <ActionFormBody state={state} submit={submit} className={className}>
      {children}
    </ActionFormBody>
  );
}
