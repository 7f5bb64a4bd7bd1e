"use server";

import { refresh } from "next/cache";
import type { AppointmentMove, ClassMove, MoveAnswer } from "@/components/calendar/event";
import { rescheduleBooking } from "@/lib/operations/bookings/reschedule-booking";
import { updateServiceSchedule } from "@/lib/operations/schedules/update-service-schedule";
import { attempt } from "@/lib/surfaces/portal/call";
import { refusedMove } from "../bookings/refusal";

export async function moveAppointment(move: AppointmentMove): Promise<MoveAnswer> {
  const outcome = await attempt(rescheduleBooking, move);
  if (!outcome.ok) return refusedMove(outcome.error);
  refresh();
  return { ok: true };
}

export async function moveClassDate(move: ClassMove): Promise<MoveAnswer> {
  const outcome = await attempt(updateServiceSchedule, move);
  if (!outcome.ok) return refusedMove(outcome.error);
  refresh();
  return { ok: true };
}
