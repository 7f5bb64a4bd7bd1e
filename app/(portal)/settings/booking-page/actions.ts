"use server";

import type { FormState } from "@/components/ui/form-state";
import { updateBookingPage } from "@/lib/operations/public-booking/update-booking-page";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";

export async function save(_state: FormState, form: FormData): Promise<FormState> {
  const expectedVersion = optionalNumber(form, "expectedVersion");
  const input = {
    slug: text(form, "slug"),
    isOn: text(form, "isOn") === "on",
    welcome: optionalText(form, "welcome") ?? null,
    address: optionalText(form, "address") ?? null,
    guests: text(form, "guests") as "all",
    frameAncestors: text(form, "frameAncestors").split(/\s+/).filter(Boolean),
    // Version 0 is a suggestion that nobody chose yet.
    ...(expectedVersion ? { expectedVersion } : {}),
  };
  return submit(form, () => call(updateBookingPage, input), "book.settings.saved");
}
