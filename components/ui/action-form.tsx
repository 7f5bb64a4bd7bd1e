"use client";

import { createContext, type ReactNode, useActionState, useContext, useEffect, useRef } from "react";
import { Alert } from "./alert";
import { type FormAction, type FormState, idle } from "./form-state";

const FormContext = createContext<FormState>(idle);

/** The state of the form around this component. */
export function useFormState(): FormState {
  return useContext(FormContext);
}

type Props<Result> = {
  action: FormAction<Result>;
  children: ReactNode;
  className?: string;
  /** Shown instead of the form once it succeeded with a result (a key that is shown once). */
  renderDone?: (result: Result) => ReactNode;
  "aria-label"?: string;
};

/** A form around a server action. Works without JavaScript; a failed form keeps its values and says what to mend. */
export function ActionForm<Result>({ action, children, className, renderDone, ...rest }: Props<Result>) {
  const [state, submit] = useActionState<FormState<Result>, FormData>(action, idle as FormState<Result>);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.status !== "error") return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true], [role=alert]")?.focus();
  }, [state]);
  if (state.status === "done" && state.result !== undefined && renderDone) return renderDone(state.result);
  return (
    <FormContext value={state}>
      <form ref={form} action={submit} className={className} {...rest}>
        {state.status === "error" && state.message && (
          <Alert tone="danger" hint={state.hint} link={state.link}>
            {state.message}
          </Alert>
        )}
        {state.status === "done" && state.message && <Alert tone="ok">{state.message}</Alert>}
        {children}
      </form>
    </FormContext>
  );
}
