"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { changeOwner } from "@/lib/operations/danger/change-owner";
import { deleteOrganisation } from "@/lib/operations/danger/delete-organisation";
import { beginPasskeyConfirmation } from "@/lib/operations/passkeys/begin-passkey-confirmation";
import { confirmWithPasskey } from "@/lib/operations/passkeys/confirm-with-passkey";
import { confirmWithCode } from "@/lib/operations/sign-in/confirm-with-code";
import { requestConfirmationCode } from "@/lib/operations/sign-in/request-confirmation-code";
import { call } from "@/lib/surfaces/portal/call";
import { submit, text } from "@/lib/surfaces/portal/form";
import { outboxHint } from "@/lib/surfaces/portal/outbox";

export async function requestCode(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { data } = await call(requestConfirmationCode, {});
    redirect(`/settings/danger?${new URLSearchParams({ requestId: data.requestId, ...(await outboxHint()) })}`);
  });
}

export async function confirmCode(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(confirmWithCode, { requestId: text(form, "requestId"), code: text(form, "code") });
    redirect("/settings/danger");
  });
}

export async function beginPasskey() {
  return submit(new FormData(), async () => (await call(beginPasskeyConfirmation, {})).data);
}

export async function finishPasskey(challengeId: string, credential: unknown): Promise<FormState> {
  return submit(new FormData(), async () => {
    await call(confirmWithPasskey, { challengeId, credential: JSON.stringify(credential) });
    redirect("/settings/danger");
  });
}

export async function handOver(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(changeOwner, { memberId: text(form, "memberId") });
    redirect("/settings/team?done=handedOver");
  });
}

export async function deleteAll(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(deleteOrganisation, { confirmName: text(form, "confirmName") });
    redirect("/workspaces?done=deleted");
  });
}
