"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { HitList } from "@/components/hours/hits";
import { HolidayPreview } from "@/components/hours/holidays";
import { Alert } from "@/components/ui/alert";
import type { FormState } from "@/components/ui/form-state";
import type { ViewState } from "@/components/ui/view-form";
import { addClosure } from "@/lib/operations/opening-hours/add-closure";
import { importPublicHolidays } from "@/lib/operations/opening-hours/import-public-holidays";
import { removeClosure } from "@/lib/operations/opening-hours/remove-closure";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { saveWeek } from "./week";

export async function setWeek(_state: FormState, form: FormData): Promise<FormState> {
  return saveWeek(form);
}

/** Closes a time and shows what it hits: that stays until somebody decides about it. */
export async function close(_state: FormState<ViewState>, form: FormData): Promise<FormState<ViewState>> {
  const outcome = await attempt(addClosure, {
    dateFrom: text(form, "dateFrom"),
    dateTo: optionalText(form, "dateTo"),
    startTime: optionalText(form, "startTime"),
    endTime: optionalText(form, "endTime"),
    staffId: optionalText(form, "staffId"),
    reason: optionalText(form, "reason"),
  });
  if (!outcome.ok) return failure(outcome.error, form);
  refresh();
  const t = await getTranslations("hours");
  const { hits } = outcome.answer.data;
  const hasHits = hits.bookings.length + hits.classes.length > 0;
  const view = (
    <div className="grid gap-3">
      <Alert tone={hasHits ? "warning" : "ok"}>{hasHits ? t("closedWithHits") : t("closedNow")}</Alert>
      {hasHits && <HitList hits={hits} />}
    </div>
  );
  return { status: "done", result: { view } };
}

export async function reopen(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(removeClosure, { closureId: text(form, "closureId") }));
}

const holidaysOf = (form: FormData) => ({
  country: text(form, "country").trim().toUpperCase(),
  year: Number(text(form, "year")),
});

export async function closeHolidays(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(importPublicHolidays, { ...holidaysOf(form), apply: true }), "hours.holidaysClosed");
}

export async function previewHolidays(_state: FormState<ViewState>, form: FormData): Promise<FormState<ViewState>> {
  const asked = holidaysOf(form);
  const outcome = await attempt(importPublicHolidays, asked);
  if (!outcome.ok) return failure(outcome.error, form);
  const { holidays } = outcome.answer.data;
  return { status: "done", result: { view: <HolidayPreview {...asked} holidays={holidays} apply={closeHolidays} /> } };
}
