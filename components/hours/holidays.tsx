import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { ViewForm, type ViewState } from "@/components/ui/view-form";
import { HitList, type Hits } from "./hits";

type Holiday = { date: string; name: string; isNew: boolean; hits: Hits };

/** The holidays that would be closed, with what each hits, and the form that closes them. */
export function HolidayPreview({
  holidays,
  country,
  year,
  apply,
}: {
  holidays: Holiday[];
  country: string;
  year: number;
  apply: FormAction;
}) {
  const t = useTranslations("hours");
  const isAnyNew = holidays.some(({ isNew }) => isNew);
  return (
    <div className="grid gap-4">
      <p className="text-sm font-medium">
        {t("holidaysFound", { count: holidays.length, year: String(year), country })}
      </p>
      <ul className="divide-y text-sm">
        {holidays.map(({ date, name, isNew, hits }) => (
          <li key={date} className="grid gap-1 py-2">
            <span translate="no">
              <span className="tabular-nums">{date}</span> {name}
            </span>
            {!isNew && (
              <span>
                <Badge>{t("alreadyClosed")}</Badge>
              </span>
            )}
            {hits.bookings.length + hits.classes.length > 0 && <HitList hits={hits} />}
          </li>
        ))}
      </ul>
      {isAnyNew && (
        <ActionForm action={apply} className="grid gap-3">
          <input type="hidden" name="country" value={country} />
          <input type="hidden" name="year" value={year} />
          <p className="text-[13px] text-ink-soft">{t("holidaysKeep")}</p>
          <div>
            <SubmitButton>{t("closeHolidays")}</SubmitButton>
          </div>
        </ActionForm>
      )}
    </div>
  );
}

type Props = { country: string; year: number; preview: FormAction<ViewState> };

/** Asks for country and year, then shows the holidays before anything is closed. */
export function HolidaysCard({ country, year, preview }: Props) {
  const t = useTranslations("hours");
  return (
    <Card title={t("holidays")} description={t("holidaysHelp")}>
      <CardBody>
        <ViewForm action={preview} className="grid items-end gap-3 sm:grid-cols-[8rem_8rem_auto]">
          <Field name="country" label={t("country")} defaultValue={country} maxLength={2} required />
          <Field name="year" type="number" min={2000} max={2100} label={t("year")} defaultValue={year} required />
          <div>
            <SubmitButton tone="plain">{t("showHolidays")}</SubmitButton>
          </div>
        </ViewForm>
      </CardBody>
    </Card>
  );
}
