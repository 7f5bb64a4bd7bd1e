import "server-only";
import { z } from "zod";
import { checkAuthentication, spendChallenge } from "@/lib/auth/passkeys";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { signedInView } from "../sign-in/sign-in";
import { startSession } from "../sign-in/start-session";
import { challengeIdField, credentialField } from "./passkey";

export const finishPasskeySignIn = defineSystemOperation({
  name: "finish_passkey_sign_in",
  title: "Sign in with a passkey",
  description: "Signs the person in whose passkey answered the challenge.",
  area: "organisation",
  effect: "create",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ challengeId: challengeIdField, credential: credentialField }),
  output: signedInView,
  renderType: "record",
  summary: () => "Signed in with a passkey",
  undo: { none: "sign_out ends the session." },

  admit: ({ system }, { challengeId }) => spendChallenge(system, "authenticate", challengeId, null),

  async run({ system, caller, note }, { credential }, challenge: string) {
    const userId = await checkAuthentication(system, challenge, credential);
    const signedIn = await startSession(system, caller, userId);
    note({ ...(signedIn.organisationId ? { organisationId: signedIn.organisationId } : {}), entityId: userId });
    return signedIn;
  },
});
