"use server";

import { redirect } from "next/navigation";
import { issuedKey } from "@/app/_answers/issued-key";
import type { FormState } from "@/components/ui/form-state";
import type { ViewState } from "@/components/ui/view-form";
import { registerOrganisationRequest } from "@/lib/operations/sign-up/register-organisation-request";
import { call } from "@/lib/surfaces/portal/call";
import { optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { outboxHint } from "@/lib/surfaces/portal/outbox";
import { signUpWithCode } from "@/lib/surfaces/portal/sign-in";

export async function mailSignUpCode(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { data } = await call(registerOrganisationRequest, {
      email: text(form, "email"),
      organisationName: text(form, "organisationName"),
      country: optionalText(form, "country"),
      industry: optionalText(form, "industry") as "other" | undefined,
    });
    const query = { requestId: data.requestId, to: data.maskedEmail, ...(await outboxHint()) };
    redirect(`/sign-up?${new URLSearchParams(query)}`);
  });
}

export async function signUp(_state: FormState<ViewState>, form: FormData): Promise<FormState<ViewState>> {
  return submit(form, async () => {
    const { apiKey } = await signUpWithCode({ requestId: text(form, "requestId"), code: text(form, "code") });
    return issuedKey({ apiKey, doneHref: "/home" });
  });
}
