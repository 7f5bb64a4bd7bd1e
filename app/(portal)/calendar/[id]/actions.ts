"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { cancelClassDate } from "@/lib/operations/schedules/cancel-class-date";
import { cancelServiceSchedule } from "@/lib/operations/schedules/cancel-service-schedule";
import { updateServiceSchedule } from "@/lib/operations/schedules/update-service-schedule";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";

export async function change(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    scheduleId: text(form, "scheduleId"),
    date: text(form, "date"),
    applyTo: text(form, "applyTo") as "this",
    startTime: text(form, "startTime"),
    endTime: text(form, "endTime"),
    staffId: optionalText(form, "staffId") ?? null,
    resourceId: optionalText(form, "resourceId") ?? null,
    maxCapacity: optionalNumber(form, "maxCapacity"),
    notifyCustomer: text(form, "notify") === "on",
  };
  return submit(form, async () => void (await call(updateServiceSchedule, input)), "calendar.class.saved");
}

export async function cancelDate(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(cancelClassDate, { occurrenceId: text(form, "occurrenceId"), cancelBookings: true });
    redirect("/calendar");
  });
}

export async function cancelSeries(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(cancelServiceSchedule, { scheduleId: text(form, "scheduleId"), cancelBookings: true });
    redirect("/calendar");
  });
}
