"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { cancelClassDate } from "@/lib/operations/schedules/cancel-class-date";
import { cancelServiceSchedule } from "@/lib/operations/schedules/cancel-service-schedule";
import { call } from "@/lib/surfaces/portal/call";
import { submit, text } from "@/lib/surfaces/portal/form";
import { changeClass } from "../../services/class-change";

export async function change(_state: FormState, form: FormData): Promise<FormState> {
  return changeClass(form);
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
