import "server-only";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import type { ErrorBody } from "@/lib/kernel/errors";
import { updateServiceSchedule } from "@/lib/operations/schedules/update-service-schedule";
import { attempt } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { refusedMove } from "../bookings/refusal";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The weekdays that a form checks. */
export const checkedWeekdays = (form: FormData) => WEEKDAYS.filter((day) => text(form, `weekday-${day}`) === "on");

/** What a form changes about a class. Weekdays are named only when others are checked than before: they belong to the rule. */
function classChangeOf(form: FormData) {
  const applyTo = text(form, "applyTo") as "this" | "following" | "all";
  const before = optionalText(form, "weekdaysBefore");
  const weekdays = checkedWeekdays(form);
  return {
    scheduleId: text(form, "scheduleId"),
    applyTo,
    date: applyTo === "all" ? undefined : text(form, "date"),
    startTime: text(form, "startTime"),
    endTime: text(form, "endTime"),
    staffId: optionalText(form, "staffId") ?? null,
    resourceId: optionalText(form, "resourceId") ?? null,
    maxCapacity: optionalNumber(form, "maxCapacity"),
    notifyCustomer: text(form, "notify") === "on",
    cancelBookings: text(form, "cancelBookings") === "on",
    ...(before !== undefined && before !== weekdays.join() ? { byWeekday: weekdays } : {}),
  };
}

/** Changes a class as a form says; a refusal names its rule and the times at which teacher and room are free. */
export async function changeClass(form: FormData): Promise<FormState> {
  const outcome = await attempt(updateServiceSchedule, classChangeOf(form));
  return outcome.ok ? submit(form, async () => undefined, "calendar.class.saved") : refusedClass(outcome.error, form);
}

/** A refused class as the form shows it: the rule, and when its teacher and room are free. */
export async function refusedClass(error: ErrorBody, form: FormData): Promise<FormState> {
  const [state, { message, alternatives }, t] = await Promise.all([
    failure(error, form),
    refusedMove(error),
    getTranslations("calendar.grid"),
  ]);
  if (alternatives.length === 0) return state;
  return { ...state, message, hint: `${t("nearest")}: ${alternatives.map(({ label }) => label).join(", ")}` };
}
