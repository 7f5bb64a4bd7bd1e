import "server-only";
import type { z } from "zod";
import { anonymous } from "@/lib/auth/authenticate";
import type { Caller } from "@/lib/kernel/context";
import { type Answer, execute } from "@/lib/kernel/execute";
import { finishPasskeySignIn } from "@/lib/operations/passkeys/finish-passkey-sign-in";
import { signOut } from "@/lib/operations/sessions/sign-out";
import { beginSession } from "@/lib/operations/sign-in/begin-session";
import type { SignedIn } from "@/lib/operations/sign-in/sign-in";
import { verifySignInCode } from "@/lib/operations/sign-in/verify-sign-in-code";
import { registerOrganisationVerify } from "@/lib/operations/sign-up/register-organisation-verify";
import { acceptTeamInviteVerify } from "@/lib/operations/team/accept-team-invite-verify";
import { call } from "./call";
import { clearSessionCookie, setSessionCookie } from "./cookie";
import { currentCaller } from "./session";

/** What a page may know about a sign-in: everything but the token, which is in the cookie now. */
export type SignInResult = Omit<SignedIn, "sessionToken">;

async function keep({ data }: Answer<SignedIn>): Promise<SignInResult> {
  const { sessionToken, ...rest } = data;
  await setSessionCookie(sessionToken);
  return rest;
}

/** Signs this browser in with a mailed code. Throws OperationError. */
export async function signInWithCode(input: z.input<typeof verifySignInCode.input>): Promise<SignInResult> {
  return keep(await call(verifySignInCode, input));
}

/** Signs this browser in with a passkey. Throws OperationError. */
export async function signInWithPasskey(input: z.input<typeof finishPasskeySignIn.input>): Promise<SignInResult> {
  return keep(await call(finishPasskeySignIn, input));
}

/**
 * Registers the business and signs its owner in. The answer holds the first key, to be shown once or not at all.
 * Throws OperationError.
 */
export async function signUpWithCode(input: z.input<typeof registerOrganisationVerify.input>) {
  const { data } = await call(registerOrganisationVerify, input);
  return { ...data, session: await enter(data) };
}

/** Accepts an invitation and signs the new member in. Throws OperationError. */
export async function joinWithCode(input: z.input<typeof acceptTeamInviteVerify.input>) {
  const { data } = await call(acceptTeamInviteVerify, input);
  return { ...data, session: await enter(data) };
}

/**
 * Signs in the person whom an operation has just made or found. Who that is comes from the operation's answer, never from the
 * browser. When this fails, the code was used all the same, and the person signs in with a new one.
 */
async function enter(joined: { userId: string; organisationId: string; companyId: string }): Promise<SignInResult> {
  const { userId, organisationId, companyId } = joined;
  const actor: Caller["actor"] = { type: "user", id: userId, label: "new member" };
  const newcomer = { ...anonymous(await currentCaller()), actor, userId };
  return keep(await execute(beginSession, newcomer, { organisationId, companyId }));
}

/** Ends this browser's session and forgets its cookie, whether or not there was one. */
export async function signOutHere(): Promise<void> {
  await call(signOut, {});
  await clearSessionCookie();
}
