import { optionalNumber, optionalText, text } from "@/lib/surfaces/portal/form";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The weekdays that a form checks. */
export const checkedWeekdays = (form: FormData) => WEEKDAYS.filter((day) => text(form, `weekday-${day}`) === "on");

/** What a form changes about a class. Weekdays are named only when others are checked than before: they belong to the rule. */
export function classChangeOf(form: FormData) {
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
