"use client";

import type { ReactNode } from "react";
import { ActionFormBody } from "./action-form";
import { useFormAction } from "./form-action";
import type { FormAction } from "./form-state";

/** What the server rendered in answer to a form: a key that is shown once, a device that waits. */
export type ViewState = { view: ReactNode };

type Props = { action: FormAction<ViewState>; children: ReactNode; className?: string };

/** A form whose success replaces it by what the server rendered. Without JavaScript that may hold plain elements only. */
export function ViewForm({ action, children, className }: Props) {
  const [state, submit] = useFormAction(action);
  if (state.status === "done" && state.result) return state.result.view;
  return (
    <ActionFormBody state={state} submit={submit} className={className}>
      {children}
    </ActionFormBody>
  );
}
