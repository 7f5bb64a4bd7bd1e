import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

type Props = {
  action: FormAction;
  /** What the mail was asked for with; goes back with the code. */
  hidden: Record<string, string>;
  submitLabel: string;
  /** Set while mail stays on this machine. */
  outboxHref?: string;
};

/** Second half: the six digits from the mail. */
export function CodeForm({ action, ...rest }: Props) {
  return (
    <ActionForm action={action} className="grid gap-4">
      <CodeFields {...rest} />
    </ActionForm>
  );
}

/** The fields alone, for a form of another kind. */
export function CodeFields({ hidden, submitLabel, outboxHref }: Omit<Props, "action">) {
  const t = useTranslations("auth");
  return (
    <>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Field
        name="code"
        label={t("code")}
        help={
          outboxHref ? (
            <>
              {t("outboxHelp")}{" "}
              <a href={outboxHref} target="_blank" rel="noreferrer" className="underline underline-offset-2">
                {t("openOutbox")}
              </a>
            </>
          ) : (
            t("codeHelp")
          )
        }
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={16}
        required
        autoFocus
      />
      <SubmitButton>{submitLabel}</SubmitButton>
    </>
  );
}
