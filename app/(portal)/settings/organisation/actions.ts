"use server";

import type { FormState } from "@/components/ui/form-state";
import { removeOrganisationLogo } from "@/lib/operations/organisation/remove-organisation-logo";
import { setOrganisationLogo } from "@/lib/operations/organisation/set-organisation-logo";
import { updateOrganisation } from "@/lib/operations/organisation/update-organisation";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";

export async function save(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    name: text(form, "name"),
    industry: (optionalText(form, "industry") as "other" | undefined) ?? null,
    country: optionalText(form, "country") ?? null,
    timezone: text(form, "timezone"),
    currency: text(form, "currency"),
    language: text(form, "language") as "en",
    expectedVersion: optionalNumber(form, "expectedVersion"),
  };
  return submit(form, () => call(updateOrganisation, input), "organisation.saved");
}

export async function uploadLogo(_state: FormState, form: FormData): Promise<FormState> {
  const file = form.get("logo");
  const bytes = file instanceof File ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
  return submit(form, () => call(setOrganisationLogo, { logo: bytes.toString("base64") }), "organisation.logoSaved");
}

export async function removeLogo(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(removeOrganisationLogo, {}), "organisation.logoRemoved");
}
