"use server";

import { redirect } from "next/navigation";
import { deviceName } from "@/components/settings/device-name";
import type { FormState } from "@/components/ui/form-state";
import { beginPasskeyRegistration } from "@/lib/operations/passkeys/begin-passkey-registration";
import { finishPasskeyRegistration } from "@/lib/operations/passkeys/finish-passkey-registration";
import { removePasskey } from "@/lib/operations/passkeys/remove-passkey";
import { updateMyProfile } from "@/lib/operations/profile/update-my-profile";
import { revokeSession } from "@/lib/operations/sessions/revoke-session";
import { signOutEverywhere } from "@/lib/operations/sessions/sign-out-everywhere";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { isPortalLocale } from "@/lib/surfaces/portal/locales";
import { rememberLocale } from "@/lib/surfaces/portal/preferences";
import { requestHeaders } from "@/lib/surfaces/portal/session";
import { signOutHere } from "@/lib/surfaces/portal/sign-in";

export async function endSession(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(revokeSession, { sessionId: text(form, "sessionId") }), "profile.sessionEnded");
}

export async function endAllSessions(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(signOutEverywhere, {});
    await signOutHere();
    redirect("/sign-in");
  });
}

export async function beginPasskey() {
  return submit(new FormData(), async () => (await call(beginPasskeyRegistration, {})).data);
}

export async function finishPasskey(challengeId: string, credential: unknown): Promise<FormState> {
  return submit(
    new FormData(),
    async () => {
      const name = deviceName((await requestHeaders()).get("user-agent"));
      await call(finishPasskeyRegistration, { challengeId, credential: JSON.stringify(credential), name });
    },
    "profile.passkeyAdded",
  );
}

export async function dropPasskey(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(removePasskey, { passkeyId: text(form, "passkeyId") }), "profile.passkeyRemoved");
}

export async function save(_state: FormState, form: FormData): Promise<FormState> {
  const wanted = text(form, "locale");
  const locale = isPortalLocale(wanted) ? wanted : null;
  const input = {
    name: optionalText(form, "name") ?? null,
    locale,
    expectedVersion: optionalNumber(form, "expectedVersion"),
  };
  return submit(
    form,
    async () => {
      await call(updateMyProfile, input);
      await rememberLocale(locale);
    },
    "profile.saved",
  );
}
