import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "./notice";
import { SubmitButton } from "./submit-button";

type Props = {
  children: ReactNode;
  /** What the form that undoes it posts. */
  fields: Record<string, string>;
  undo: (form: FormData) => Promise<void>;
};

/** Says what was just done and offers to take it back. */
export function UndoNotice({ children, fields, undo }: Props) {
  const t = useTranslations("common");
  const action = (
    <form action={undo}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton tone="plain" size="small">
        {t("undo")}
      </SubmitButton>
    </form>
  );
  return (
    <Notice dismiss={t("dismiss")} action={action}>
      {children}
    </Notice>
  );
}
