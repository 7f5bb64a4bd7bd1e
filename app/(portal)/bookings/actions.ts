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
import type { Told } from "@/lib/operations/bookings/told";
import { undoCheckIn as takeCheckInBack } from "@/lib/operations/bookings/undo-check-in";
import { updateBooking } from "@/lib/operations/bookings/update-booking";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalNumber, optionalText, retrySafe, submit, text } from "@/lib/surfaces/portal/form";
import { refusedMove } from "./refusal";

const bookingOf = (form: FormData) => ({ bookingId: text(form, "bookingId") });
const notifies = (form: FormData) => text(form, "notify") === "on";

/** A form's state with what is said when no mail goes out to the customer. */
async function telling(state: FormState<{ data: { told: Told | null } }>): Promise<FormState> {
  const by = state.status === "done" ? state.result?.data.told?.by : undefined;
  if (by === undefined || by === "mail") return state as FormState;
  const t = await getTranslations("bookings.told");
  return { status: "done", message: t(by) } as FormState;
}

export async function confirm(_state: FormState, form: FormData): Promise<FormState> {
  return telling(await submit(form, () => call(confirmBooking, bookingOf(form)), "bookings.confirmed"));
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
  return telling(await submit(form, () => call(cancelBooking, input), "bookings.cancelled"));
}

export async function change(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    ...bookingOf(form),
    notes: optionalText(form, "notes") ?? null,
    participants: optionalNumber(form, "participants"),
    expectedVersion: optionalNumber(form, "expectedVersion"),
  };
  return submit(form, async () => void (await call(updateBooking, input)), "bookings.changed");
}

export async function move(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    ...bookingOf(form),
    start: optionalText(form, "alternative") ?? text(form, "start"),
    // The field is not there for a class; left empty it means whoever is free.
    staffId: form.has("staffId") ? (optionalText(form, "staffId") ?? null) : undefined,
    notifyCustomer: notifies(form),
    expectedVersion: optionalNumber(form, "expectedVersion"),
  };
  const outcome = await attempt(rescheduleBooking, input);
  if (!outcome.ok) return refused(outcome.error, form);
  return telling(await submit(form, async () => outcome.answer, "bookings.moved"));
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
    customer: accountId ? { accountId } : { ...named, ...decided(form) },
    participants: optionalNumber(form, "participants"),
    addOnIds: form.getAll("addOnIds").map(String),
    notes: optionalText(form, "notes"),
    notifyCustomer: notifies(form),
    allowSecond: text(form, "allowSecond") === "true",
  });
  if (outcome.ok) redirect(`/bookings/${outcome.answer.data.id}`);
  return refused(outcome.error, form);
}

/** What the person decided about a mail or phone that somebody of another name has. */
function decided(form: FormData): { onDuplicate?: "link" | "share" } {
  const onDuplicate = text(form, "onDuplicate");
  return onDuplicate === "link" || onDuplicate === "share" ? { onDuplicate } : {};
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
  const others = await waysOut(error, text(form, "name"), fitting.length);
  const result: SlotRefusal = { alternatives, candidates: fitting, ...(others ? { others } : {}) };
  const which = error.code === "possible_duplicate" ? t("another") : t("which");
  return { ...state, ...(fitting.length > 0 ? { message: which } : { message }), result } as FormState;
}

/** What else a refused booking can become: one for somebody of another name, or a second place in the same class. */
async function waysOut({ code, details }: ErrorBody, name: string, holders: number): Promise<SlotRefusal["others"]> {
  const t = await getTranslations("bookings.create");
  if (details?.rule === "alreadyInClass") {
    return { title: t("second"), items: [{ name: "allowSecond", value: "true", label: t("secondPlace") }] };
  }
  if (code !== "possible_duplicate") return undefined;
  const link = { name: "onDuplicate", value: "link", label: t("underThem") };
  const share = { name: "onDuplicate", value: "share", label: t("onTheirOwn") };
  return { title: t("orFor", { name }), items: holders === 1 ? [link, share] : [share] };
}
