"use server";

import { redirect } from "next/navigation";
import { deviceName } from "@/components/settings/device-name";
import type { FormState } from "@/components/ui/form-state";
import { beginPasskeyRegistration } from "@/lib/operations/passkeys/begin-passkey-registration";
import { finishPasskeyRegistration } from "@/lib/operations/passkeys/finish-passkey-registration";
import { removePasskey } from "@/lib/operations/passkeys/remove-passkey";
import { revokeSession } from "@/lib/operations/sessions/revoke-session";
import { signOutEverywhere } from "@/lib/operations/sessions/sign-out-everywhere";
import { call } from "@/lib/surfaces/portal/call";
import { submit, text } from "@/lib/surfaces/portal/form";
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
