"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";
import { Alert } from "./alert";
import { useFormAction } from "./form-action";
import { type FormAction, type FormState, idle } from "./form-state";

const FormContext = createContext<FormState>(idle);

/** The state of the form around this component. */
export function useFormState(): FormState {
  return useContext(FormContext);
}

type BodyProps = {
  state: FormState;
  submit: (form: FormData) => void;
  children: ReactNode;
  className?: string;
  "aria-label"?: string;
};

/** The form itself, for callers that keep the state. */
export function ActionFormBody({ state, submit, children, className, ...rest }: BodyProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.status !== "error") return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true], [role=alert]")?.focus();
  }, [state]);
  return (
    <FormContext value={state}>
      <form ref={form} action={submit} className={className} {...rest}>
        {state.status !== "idle" && state.message && (
          <Alert tone={state.status === "error" ? "danger" : "ok"} hint={state.hint} link={state.link}>
            {state.message}
          </Alert>
        )}
        {children}
      </form>
    </FormContext>
  );
}

type Props = { action: FormAction; children: ReactNode; className?: string; "aria-label"?: string };

/** A form around a server action. Works without JavaScript; a failed form keeps its values and says what to mend. */
export function ActionForm({ action, ...rest }: Props) {
  const [state, submit] = useFormAction(action);
  return <ActionFormBody state={state} submit={submit} {...rest} />;
}
