import { useTranslations } from "next-intl";
import { Field, SelectField, TextAreaField } from "@/components/ui/field";

interface Props {
  hidden: Record<string, string | undefined>;
  addOns: readonly string[];
  mostParticipants: number;
  businessName: string;
  isWaiting: boolean;
}

/** What a visitor fills in. The field that people do not see catches programs that fill everything. */
export function DetailsFields({ hidden, addOns, mostParticipants, businessName, isWaiting }: Props) {
  const t = useTranslations("book");
  const counts = Array.from({ length: mostParticipants }, (_, index) => String(index + 1));
  return (
    <>
      {Object.entries(hidden).map(
        ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {addOns.map((id) => (
        <input key={id} type="hidden" name="addOn" value={id} />
      ))}
      <Field name="name" label={t("name")} autoComplete="name" maxLength={120} required />
      <Field name="email" type="email" label={t("email")} help={t("emailHelp")} autoComplete="email" required />
      <Field name="phone" type="tel" label={t("phone")} autoComplete="tel" maxLength={40} />
      {mostParticipants > 1 && (
        <SelectField
          name="participants"
          label={t("participants")}
          defaultValue="1"
          choices={counts.map((value) => ({ value, label: value }))}
        />
      )}
      {!isWaiting && <TextAreaField name="notes" label={t("notes")} rows={3} maxLength={1_000} />}
      <label className="flex items-start gap-2 text-[13px]">
        <input type="checkbox" name="marketing" className="mt-0.5 size-4 accent-jade" />
        <span>{t("marketing", { business: businessName })}</span>
      </label>
      <div aria-hidden className="absolute -left-[9999px]">
        <label>
          Website
          <input type="text" name="website" tabIndex={-1} autoComplete="off" />
        </label>
      </div>
      <p className="text-[13px] text-ink-soft">{t("privacy", { business: businessName })}</p>
    </>
  );
}
