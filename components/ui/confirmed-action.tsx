import type { ComponentProps, ReactNode } from "react";
import { ActionForm } from "./action-form";
import { Confirm } from "./confirm";
import type { FormAction } from "./form-state";
import { SubmitButton } from "./submit-button";

type Props = Omit<ComponentProps<typeof Confirm>, "children"> & {
  action: FormAction;
  /** What the action acts on, by the names of its form. */
  values?: Record<string, string>;
  /** What stands on the button that does it. */
  submit: ReactNode;
};

/** One act that cannot be taken for granted: what will be lost is said first, and nothing has to be filled in. */
export function ConfirmedAction({ action, values = {}, submit, size = "small", ...confirm }: Props) {
  return (
    <Confirm size={size} {...confirm}>
      <ActionForm action={action}>
        {Object.entries(values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <SubmitButton tone="danger" size={size}>
          {submit}
        </SubmitButton>
      </ActionForm>
    </Confirm>
  );
}
