import { useTranslations } from "next-intl";
import { BulkForm } from "@/components/ui/bulk";
import { buttonStyle } from "@/components/ui/button-style";
import { Confirm } from "@/components/ui/confirm";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { CustomerTag } from "./customer";
import { BULK_FORM } from "./customer-table";

type Props = {
  tags: CustomerTag[];
  action: FormAction;
  /** The address of the list, to come back to. */
  back: string;
  /** Data leaves in bulk by the owner's hand only. */
  canExport: boolean;
};

/** Tags, export and deletion for the chosen customers. */
export function BulkCustomers({ tags, action, back, canExport }: Props) {
  const t = useTranslations("customers");
  return (
    <BulkForm formId={BULK_FORM} action={action} label={t("bulk")} chosenLabel={t("chosen")}>
      <input type="hidden" name="back" value={back} />
      {tags.length > 0 && (
        <>
          <select
            name="tagId"
            aria-label={t("chooseTag")}
            defaultValue=""
            className="h-7 max-w-40 rounded-md border border-line-strong bg-surface px-1.5 text-[13px]"
          >
            <option value="">{t("chooseTag")}</option>
            {tags.map((tag) => (
              <option key={tag.id} value={tag.id}>
                {tag.name}
              </option>
            ))}
          </select>
          <SubmitButton name="do" value="tag" tone="plain" size="small">
            {t("addTag")}
          </SubmitButton>
          <SubmitButton name="do" value="untag" tone="plain" size="small">
            {t("removeTag")}
          </SubmitButton>
        </>
      )}
      {canExport && (
        <button
          type="submit"
          formAction="/api/portal/customers/export"
          formMethod="post"
          className={buttonStyle({ size: "small" })}
        >
          {t("exportChosen")}
        </button>
      )}
      <Confirm label={t("deleteChosen")} warning={t("deleteChosenWarning")}>
        <div>
          <SubmitButton name="do" value="delete" tone="danger" size="small">
            {t("deleteNow")}
          </SubmitButton>
        </div>
      </Confirm>
    </BulkForm>
  );
}
