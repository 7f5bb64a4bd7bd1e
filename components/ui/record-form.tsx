import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "./action-form";
import type { FormAction } from "./form-state";
import { SubmitButton } from "./submit-button";

type Props = {
  action: FormAction;
  label: string;
  /** The word on the button of a new record. */
  add: string;
  /** The record that is changed, and the name of its id in the form. */
  record: { id: string; version: number } | undefined;
  idName: string;
  /** Makes a new record once, however often the form is sent. */
  idempotencyKey?: string | undefined;
  canEdit: boolean;
  children: ReactNode;
};

/** The form of one record: two columns of fields to write a new one, or to change one that nobody else changed meanwhile. */
export function RecordForm({ action, label, add, record, idName, idempotencyKey, canEdit, children }: Props) {
  const common = useTranslations("common");
  return (
    <ActionForm action={action} className="grid max-w-2xl gap-4" aria-label={label}>
      {record && <input type="hidden" name={idName} value={record.id} />}
      {record && <input type="hidden" name="expectedVersion" value={record.version} />}
      {idempotencyKey && <input type="hidden" name="idempotencyKey" value={idempotencyKey} />}
      <fieldset disabled={!canEdit} className="grid items-start gap-4 sm:grid-cols-2">
        {children}
      </fieldset>
      {canEdit && (
        <div>
          <SubmitButton>{record ? common("save") : add}</SubmitButton>
        </div>
      )}
    </ActionForm>
  );
}
