import "server-only";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import { setOpeningHours } from "@/lib/operations/opening-hours/set-opening-hours";
import { WEEKDAYS } from "@/lib/operations/opening-hours/window";
import { attempt } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalText, submit, text } from "@/lib/surfaces/portal/form";

/** More open times than anybody has in a day. */
const MOST_LINES = 12;

interface Entry {
  day: (typeof WEEKDAYS)[number];
  span: number;
  open: string;
  close: string;
}

/** The open times that a week editor holds; lines left empty are closed. */
function entriesOf(form: FormData): Entry[] {
  return WEEKDAYS.flatMap((day) =>
    Array.from({ length: MOST_LINES }, (_, span) => ({
      day,
      span,
      open: text(form, `${day}-open-${span}`),
      close: text(form, `${day}-close-${span}`),
    })),
  ).filter(({ open, close }) => open !== "" || close !== "");
}

/** Sets the week of the company, or of the person or resource that the form names; refusals stand at their line. */
export async function saveWeek(form: FormData): Promise<FormState> {
  const entries = entriesOf(form);
  const outcome = await attempt(setOpeningHours, {
    hours: entries.map(({ day, open, close }) => ({ day, open, close: close === "00:00" ? "24:00" : close })),
    staffId: optionalText(form, "staffId"),
    resourceId: optionalText(form, "resourceId"),
  });
  if (outcome.ok) return saved(form, outcome.answer.data.outside.total);
  const { details } = outcome.error;
  const fields = Array.isArray(details?.fields) ? (details.fields as { field: string; rule: string }[]) : [];
  const named = fields.map(({ field, rule }) => {
    const [, index = "", name] = field.split(".");
    const entry = entries[Number(index)];
    return { field: entry && name ? `${entry.day}-${name}-${entry.span}` : field, rule };
  });
  return failure({ ...outcome.error, details: { ...details, fields: named } }, form);
}

/** That the week is saved, and how many coming bookings lie outside it now. */
async function saved(form: FormData, outside: number): Promise<FormState> {
  const state = await submit(form, async () => undefined, "hours.savedWeek");
  if (outside === 0) return state;
  const t = await getTranslations("hours");
  return { status: "done", message: t("savedWeekOutside", { count: outside }) };
}
