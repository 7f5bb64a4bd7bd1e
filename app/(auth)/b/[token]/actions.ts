"use server";

import type { FormState } from "@/components/ui/form-state";
import { cancelLinkedBooking } from "@/lib/operations/bookings/cancel-linked-booking";
import { claimLinkedPlace } from "@/lib/operations/bookings/claim-linked-place";
import { rescheduleLinkedBooking } from "@/lib/operations/bookings/reschedule-linked-booking";
import { call } from "@/lib/surfaces/portal/call";
import { submit, text } from "@/lib/surfaces/portal/form";

export async function cancel(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(cancelLinkedBooking, { token: text(form, "token") }), "booking.cancelled");
}

export async function move(_state: FormState, form: FormData): Promise<FormState> {
  const wish = { token: text(form, "token"), start: text(form, "start") };
  return submit(form, () => call(rescheduleLinkedBooking, wish), "booking.moved");
}

export async function claim(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(claimLinkedPlace, { token: text(form, "token") }), "booking.claimed");
}
