import { useTranslations } from "next-intl";
import { type Choice, Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { ViewForm, type ViewState } from "@/components/ui/view-form";
import { type ScopeArea, ScopePicker } from "./scope-picker";

type Props = {
  action: FormAction<ViewState>;
  companies: Choice[];
  currentCompanyId: string;
  areas: ScopeArea[];
  /** A value made per page view: a double click or a reload makes no second key. */
  idempotencyKey: string;
};

const lives = ["30", "90", "365", ""] as const;

/** Name, company, end and access of a new key. */
export function CreateKeyView({ action, companies, currentCompanyId, areas, idempotencyKey }: Props) {
  const t = useTranslations("keys");
  return (
    <ViewForm action={action} className="grid max-w-xl gap-5">
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <Field
        name="name"
        label={t("name")}
        help={t("nameHelp")}
        placeholder={t("namePlaceholder")}
        maxLength={80}
        required
        autoFocus
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField name="companyId" label={t("company")} choices={companies} defaultValue={currentCompanyId} />
        <SelectField
          name="expiresInDays"
          label={t("expires")}
          defaultValue="90"
          choices={lives.map((days) => ({
            value: days,
            label: days ? t("afterDays", { days: Number(days) }) : t("neverExpires"),
          }))}
        />
      </div>
      <div className="grid gap-1.5">
        <p className="text-[13px] font-medium">{t("access")}</p>
        <p className="text-[13px] text-ink-soft">{t("accessHelp")}</p>
        <ScopePicker
          areas={areas}
          labels={{
            all: t("everything"),
            readOnly: t("readOnly"),
            none: t("nothing"),
            action: { read: t("action.read"), write: t("action.write"), send: t("action.send") },
          }}
        />
      </div>
      <div>
        <SubmitButton>{t("create")}</SubmitButton>
      </div>
    </ViewForm>
  );
}
