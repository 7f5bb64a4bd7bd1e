"use server";

import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import type { FreeTimes } from "@/components/booking-link/move-form";
import type { FormState } from "@/components/ui/form-state";
import type { ErrorBody } from "@/lib/kernel/errors";
import { cancelLinkedBooking } from "@/lib/operations/bookings/cancel-linked-booking";
import { claimLinkedPlace } from "@/lib/operations/bookings/claim-linked-place";
import { readLinkedBooking } from "@/lib/operations/bookings/read-linked-booking";
import { rescheduleLinkedBooking } from "@/lib/operations/bookings/reschedule-linked-booking";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { refusalText, refusalWord } from "../../../book/refusal-text";

const pageOf = (token: string, done: string) => `/b/${encodeURIComponent(token)}?done=${done}`;

export async function cancel(_state: FormState, form: FormData): Promise<FormState> {
  const token = text(form, "token");
  return submit(form, async () => {
    await call(cancelLinkedBooking, { token, reason: optionalText(form, "reason") });
    redirect(pageOf(token, "cancelled"));
  });
}

/** The free times that a refusal names, in the language of the reader and the time of the business. */
async function freeTimes({ details }: ErrorBody, token: string): Promise<FreeTimes> {
  const found = Array.isArray(details?.alternatives) ? (details.alternatives as { startTime: string }[]) : [];
  const [format, { data }] = await Promise.all([getFormatter(), call(readLinkedBooking, { token })]);
  const spoken = (at: string) =>
    format.dateTime(new Date(at), { dateStyle: "full", timeStyle: "short", timeZone: data.timezone });
  return { times: found.map(({ startTime }) => ({ value: startTime, label: spoken(startTime) })) };
}

export async function move(_state: FormState<FreeTimes>, form: FormData): Promise<FormState<FreeTimes>> {
  const token = text(form, "token");
  const outcome = await attempt(rescheduleLinkedBooking, { token, start: text(form, "start") });
  if (outcome.ok) redirect(pageOf(token, "moved"));
  const { error } = outcome;
  const state = await failure(error, form);
  const isTaken = error.code === "slot_taken" || error.code === "class_full";
  if (!isTaken && error.code !== "not_bookable") return state;
  const [t, result] = await Promise.all([getTranslations("booking"), freeTimes(error, token)]);
  const message = await refusalText(refusalWord(error));
  return { ...state, message, hint: t(result.times.length > 0 ? "moveChoose" : "moveNone"), result };
}

export async function claim(_state: FormState, form: FormData): Promise<FormState> {
  const token = text(form, "token");
  return submit(form, async () => {
    await call(claimLinkedPlace, { token });
    redirect(pageOf(token, "claimed"));
  });
}
