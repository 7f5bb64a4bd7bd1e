import "server-only";
import { z } from "zod";
import { evaluateGuess, spendCode } from "@/lib/auth/codes";
import { withinGuessBudget } from "@/lib/auth/limits";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { codeField } from "../sign-up/sign-up";
import { signedInView, signInRequestIdField } from "./sign-in";
import { startSession } from "./start-session";

const askAgain = { hint: "Ask for a new code on the sign-in page." };

export const verifySignInCode = defineSystemOperation({
  name: "verify_sign_in_code",
  title: "Sign in: verify the code",
  description: "Signs a person in to the portal with the 6-digit code that request_sign_in_code mailed.",
  area: "organisation",
  effect: "create",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ requestId: signInRequestIdField, code: codeField }),
  output: signedInView,
  renderType: "record",
  summary: () => "Signed in",
  undo: { none: "sign_out ends the session." },

  admit: (_context, { requestId, code }) => withinGuessBudget(() => evaluateGuess("sign_in", requestId, code)),

  async run({ system, caller, note }, { requestId }, request) {
    if (!(await spendCode(system, requestId))) {
      throw new OperationError("code_used", { ...askAgain, details: {} });
    }
    const person = await system.user.findUnique({ where: { email: request.email }, select: { id: true } });
    if (!person) throw new OperationError("code_incorrect", askAgain);
    const signedIn = await startSession(system, caller, person.id);
    note({ ...(signedIn.organisationId ? { organisationId: signedIn.organisationId } : {}), entityId: person.id });
    return signedIn;
  },
});
