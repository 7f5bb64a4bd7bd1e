"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import { undoChange } from "@/lib/operations/undo/undo-change";
import { attempt } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { text } from "@/lib/surfaces/portal/form";

/** Takes a change back. When a newer one stands in the way, the answer links to it. */
export async function undo(_state: FormState, form: FormData): Promise<FormState> {
  const eventId = text(form, "eventId");
  const outcome = await attempt(undoChange, { eventId });
  if (outcome.ok) redirect(`/activity/${eventId}?done=undone`);
  const { error } = outcome;
  const [state, t] = await Promise.all([failure(error, form), getTranslations("activity")]);
  if (error.details?.reason !== "changedSince") return state;
  return { ...state, link: { href: `/activity/${error.details.eventId}`, label: t("openNewer") } };
}
