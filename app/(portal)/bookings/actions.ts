"use server";

import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { z } from "zod";
import type { SlotRefusal } from "@/components/bookings/slot-choices";
import type { FormState } from "@/components/ui/form-state";
import type { ErrorBody } from "@/lib/kernel/errors";
import { cancelBooking } from "@/lib/operations/bookings/cancel-booking";
import { checkInBooking } from "@/lib/operations/bookings/check-in-booking";
import { completeBooking } from "@/lib/operations/bookings/complete-booking";
import { confirmBooking } from "@/lib/operations/bookings/confirm-booking";
import { createBooking } from "@/lib/operations/bookings/create-booking";
import { markNoShow } from "@/lib/operations/bookings/mark-no-show";
import { reopenBooking } from "@/lib/operations/bookings/reopen-booking";
import { rescheduleBooking } from "@/lib/operations/bookings/reschedule-booking";
import { undoCheckIn as takeCheckInBack } from "@/lib/operations/bookings/undo-check-in";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalNumber, optionalText, retrySafe, submit, text } from "@/lib/surfaces/portal/form";
import { refusedMove } from "./refusal";

const bookingOf = (form: FormData) => ({ bookingId: text(form, "bookingId") });
const notifies = (form: FormData) => text(form, "notify") === "on";

export async function confirm(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(confirmBooking, bookingOf(form)), "bookings.confirmed");
}

export async function checkIn(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => void (await call(checkInBooking, bookingOf(form))));
}

export async function undoCheckIn(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => void (await call(takeCheckInBack, bookingOf(form))));
}

export async function complete(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(completeBooking, bookingOf(form)), "bookings.completed");
}

export async function noShow(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(markNoShow, bookingOf(form)), "bookings.noShowDone");
}

export async function reopen(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(reopenBooking, bookingOf(form)), "bookings.reopened");
}

export async function cancel(_state: FormState, form: FormData): Promise<FormState> {
  const input = { ...bookingOf(form), reason: optionalText(form, "reason"), notifyCustomer: notifies(form) };
  return submit(form, () => call(cancelBooking, input), "bookings.cancelled");
}

export async function move(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    ...bookingOf(form),
    start: optionalText(form, "alternative") ?? text(form, "start"),
    staffId: optionalText(form, "staffId"),
    notifyCustomer: notifies(form),
    expectedVersion: optionalNumber(form, "expectedVersion"),
  };
  const outcome = await attempt(rescheduleBooking, input);
  return outcome.ok ? submit(form, async () => undefined, "bookings.moved") : refused(outcome.error, form);
}

export async function create(_state: FormState, form: FormData): Promise<FormState> {
  const accountId = optionalText(form, "candidate") ?? optionalText(form, "accountId");
  const named = {
    name: optionalText(form, "name"),
    email: optionalText(form, "email"),
    phone: optionalText(form, "phone"),
  };
  const outcome = await attempt(createBooking, {
    ...retrySafe(form),
    serviceId: text(form, "serviceId"),
    start: optionalText(form, "alternative") ?? text(form, "start"),
    staffId: optionalText(form, "staffId"),
    customer: accountId ? { accountId } : named,
    participants: optionalNumber(form, "participants"),
    addOnIds: form.getAll("addOnIds").map(String),
    notes: optionalText(form, "notes"),
    notifyCustomer: notifies(form),
  });
  if (outcome.ok) redirect(`/bookings/${outcome.answer.data.id}`);
  return refused(outcome.error, form);
}

const candidates = z
  .array(
    z.object({
      accountId: z.string(),
      name: z.string(),
      phone: z.string().nullable(),
      lastVisit: z.string().nullable(),
    }),
  )
  .catch([]);

/** The form's state after a refusal: the rule in the reader's language, and what can be chosen instead. */
async function refused(error: ErrorBody, form: FormData): Promise<FormState> {
  const [state, { message, alternatives }, t, format] = await Promise.all([
    failure(error, form),
    refusedMove(error),
    getTranslations("bookings.create"),
    getFormatter(),
  ]);
  const fitting = candidates.parse(error.details?.candidates ?? []).map(({ accountId, name, phone, lastVisit }) => ({
    accountId,
    label: t("candidate", {
      name,
      phone: phone ?? t("unknown"),
      visit: lastVisit ? format.dateTime(new Date(lastVisit), { dateStyle: "medium" }) : t("unknown"),
    }),
  }));
  const result: SlotRefusal = { alternatives, candidates: fitting };
  return { ...state, ...(fitting.length > 0 ? { message: t("which") } : { message }), result } as FormState;
}
