"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { beginPasskeySignIn } from "@/lib/operations/passkeys/begin-passkey-sign-in";
import { requestSignInCode } from "@/lib/operations/sign-in/request-sign-in-code";
import { call } from "@/lib/surfaces/portal/call";
import { submit, text } from "@/lib/surfaces/portal/form";
import { nextPath } from "@/lib/surfaces/portal/next-path";
import { outboxHint } from "@/lib/surfaces/portal/outbox";
import { type SignInResult, signInWithCode, signInWithPasskey } from "@/lib/surfaces/portal/sign-in";

function destination({ mustReviewKeys, organisationId }: SignInResult, next: string): string {
  if (organisationId === null) return "/workspaces";
  return mustReviewKeys ? `/settings/mcp-keys/review?next=${encodeURIComponent(nextPath(next))}` : nextPath(next);
}

export async function mailSignInCode(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { data } = await call(requestSignInCode, { email: text(form, "email") });
    const query = { requestId: data.requestId, to: data.maskedEmail, next: nextPath(text(form, "next")) };
    redirect(`/sign-in?${new URLSearchParams({ ...query, ...(await outboxHint()) })}`);
  });
}

export async function signIn(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const result = await signInWithCode({ requestId: text(form, "requestId"), code: text(form, "code") });
    redirect(destination(result, text(form, "next")));
  });
}

export async function beginPasskey() {
  return submit(new FormData(), async () => (await call(beginPasskeySignIn, {})).data);
}

export async function finishPasskey(challengeId: string, credential: unknown): Promise<FormState> {
  return submit(new FormData(), async () => {
    const result = await signInWithPasskey({ challengeId, credential: JSON.stringify(credential) });
    redirect(destination(result, ""));
  });
}
