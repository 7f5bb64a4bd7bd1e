"use server";

import { redirect } from "next/navigation";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { bookHref } from "@/components/book/address";
import type { Instead } from "@/components/book/book-form";
import type { FormState } from "@/components/ui/form-state";
import type { ErrorBody } from "@/lib/kernel/errors";
import { bookPublicSlot } from "@/lib/operations/public-booking/book-public-slot";
import { holdPublicSlot } from "@/lib/operations/public-booking/hold-public-slot";
import { joinPublicWaitlist } from "@/lib/operations/public-booking/join-public-waitlist";
import { isZone } from "@/lib/operations/public-booking/public-view";
import { attempt } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalNumber, optionalText, text } from "@/lib/surfaces/portal/form";
import { refusalText, refusalWord } from "./refusal-text";

/** What every step of a visitor carries. */
function carried(form: FormData) {
  const slug = text(form, "slug");
  const service = text(form, "service");
  const addOns = form.getAll("addOn").filter((id): id is string => typeof id === "string");
  const query = {
    lang: optionalText(form, "lang"),
    zone: optionalText(form, "zone"),
    staff: optionalText(form, "staff"),
  };
  return { slug, service, addOns, query };
}

/** Keeps the chosen time while its visitor types; when as many are kept as one may have, it goes on without. */
export async function hold(form: FormData): Promise<void> {
  const { slug, service, addOns, query } = carried(form);
  const start = text(form, "start");
  const wish = { slug, serviceId: service, start, staffId: query.staff, addOnIds: addOns };
  const outcome = await attempt(holdPublicSlot, wish);
  const kept = outcome.ok ? outcome.answer.data : undefined;
  if (!outcome.ok && outcome.error.kind !== "rate_limited") {
    // Back to the same day: the nearest free times are there.
    const day = optionalText(form, "day");
    redirect(bookHref(slug, [service], { ...query, addOns, from: day, day, refused: refusalWord(outcome.error) }));
  }
  const held = { hold: kept?.holdId, until: kept?.expiresAt };
  redirect(bookHref(slug, [service, "details"], { ...query, addOns, start, ...held }));
}

async function visitorOf(form: FormData) {
  return {
    name: text(form, "name"),
    email: text(form, "email"),
    phone: optionalText(form, "phone"),
    participants: optionalNumber(form, "participants"),
    language: (await getLocale()) === "zh-Hant" ? ("zh-Hant" as const) : ("en" as const),
    marketing: form.get("marketing") === "on",
    formToken: text(form, "formToken"),
    website: text(form, "website"),
  };
}

/** Books, or joins the wait-list when that was asked for. A refusal keeps the form and offers the nearest free times. */
export async function book(_state: FormState<Instead>, form: FormData): Promise<FormState<Instead>> {
  const { slug, service, addOns, query } = carried(form);
  const visitor = await visitorOf(form);
  const start = optionalText(form, "otherStart") ?? text(form, "start");
  const occurrenceId = optionalText(form, "occurrence");
  if (occurrenceId) {
    const joined = await attempt(joinPublicWaitlist, { slug, occurrenceId, ...visitor });
    if (!joined.ok) return refused(joined.error, form);
    redirect(bookHref(slug, ["done"], { ...query, start, mode: "waiting" }));
  }
  const wish = {
    slug,
    serviceId: service,
    start,
    staffId: query.staff,
    addOnIds: addOns,
    holdId: optionalText(form, "hold"),
    notes: optionalText(form, "notes")?.replace(/\s+/g, " "),
  };
  const outcome = await attempt(bookPublicSlot, { ...wish, ...visitor });
  if (!outcome.ok) return refused(outcome.error, form);
  const { token } = outcome.answer.data;
  redirect(bookHref(slug, ["done"], { ...query, ...(token ? { token } : { start, mode: "mailed" }) }));
}

interface Details {
  alternatives?: { startTime: string }[];
  occurrenceId?: string;
}

async function refused(error: ErrorBody, form: FormData): Promise<FormState<Instead>> {
  const state = await failure(error, form);
  if (error.kind === "invalid_input" && Object.keys(state.fields ?? {}).length > 0) return state;
  const [t, format] = await Promise.all([getTranslations("book"), getFormatter()]);
  const asked = optionalText(form, "shownZone");
  const timeZone = asked && isZone(asked) ? asked : "UTC";
  const { alternatives = [], occurrenceId } = (error.details ?? {}) as Details;
  const times = alternatives.map(({ startTime }) => ({
    start: startTime,
    label: format.dateTime(new Date(startTime), {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "numeric",
      minute: "2-digit",
      timeZone,
    }),
  }));
  const waitlist = occurrenceId ? { occurrenceId, label: t("joinWaitlist") } : undefined;
  const heading = t(times.length > 0 ? "bookInstead" : "instead");
  return {
    ...state,
    message: await refusalText(refusalWord(error)),
    hint: undefined,
    ...(times.length > 0 || waitlist ? { result: { heading, times, ...(waitlist ? { waitlist } : {}) } } : {}),
  };
}
