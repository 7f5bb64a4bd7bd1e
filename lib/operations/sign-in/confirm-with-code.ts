import "server-only";
import { z } from "zod";
import { evaluateGuess, spendCode } from "@/lib/auth/codes";
import { withinGuessBudget } from "@/lib/auth/limits";
import { confirmSession } from "@/lib/auth/sessions";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { codeField } from "../sign-up/sign-up";
import { confirmedView } from "./confirmation";
import { signInRequestIdField } from "./sign-in";

export const confirmWithCode = defineSystemOperation({
  name: "confirm_with_code",
  title: "Confirm with a code",
  description:
    "Opens the danger zone of this browser for ten minutes with the code that request_confirmation_code mailed.",
  area: "organisation",
  effect: "update",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({ requestId: signInRequestIdField, code: codeField }),
  output: confirmedView,
  renderType: "record",
  summary: () => "Confirmed for ten minutes",
  undo: { none: "It ends by itself after ten minutes." },

  admit: (_context, { requestId, code }) => withinGuessBudget(() => evaluateGuess("confirm", requestId, code)),

  async run({ system, caller, note }, { requestId }, request) {
    // The code opens the session it was asked from, and no other one of the same person.
    if (!caller.session || request.payload.sessionId !== caller.session.id) throw new OperationError("code_incorrect");
    if (!(await spendCode(system, requestId))) {
      throw new OperationError("code_used", { hint: "Ask for a new code.", details: {} });
    }
    if (!(await confirmSession(system, caller.session.id))) throw new OperationError("unauthenticated");
    note({ entityId: caller.session.id });
    return { confirmed: true };
  },
});
