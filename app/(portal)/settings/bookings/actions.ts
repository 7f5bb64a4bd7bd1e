"use server";

import { NUMBER_RULES, SWITCH_RULES } from "@/components/hours/rules";
import type { FormState } from "@/components/ui/form-state";
import { updateBookingSettings } from "@/lib/operations/booking-settings/update-booking-settings";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";

export async function save(_state: FormState, form: FormData): Promise<FormState> {
  const numbers = NUMBER_RULES.map(({ name, isOptional }) => [
    name,
    optionalNumber(form, name) ?? (isOptional ? null : undefined),
  ]);
  const switches = SWITCH_RULES.map((name) => [name, text(form, name) === "on"]);
  const input = {
    ...Object.fromEntries([...numbers, ...switches]),
    cooldownMessage: optionalText(form, "cooldownMessage") ?? null,
    memberReschedulingMode: text(form, "memberReschedulingMode") as "members",
    expectedVersion: optionalNumber(form, "expectedVersion"),
  };
  return submit(form, () => call(updateBookingSettings, input), "services.saved");
}
