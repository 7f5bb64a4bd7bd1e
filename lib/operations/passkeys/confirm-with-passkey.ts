import "server-only";
import { z } from "zod";
import { checkAuthentication, spendChallenge } from "@/lib/auth/passkeys";
import { confirmSession } from "@/lib/auth/sessions";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { confirmedView } from "../sign-in/confirmation";
import { challengeIdField, credentialField } from "./passkey";

export const confirmWithPasskey = defineSystemOperation({
  name: "confirm_with_passkey",
  title: "Confirm with a passkey",
  description: "Opens the danger zone of this browser for ten minutes with one of the person's own passkeys.",
  area: "organisation",
  effect: "update",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({ challengeId: challengeIdField, credential: credentialField }),
  output: confirmedView,
  renderType: "record",
  summary: () => "Confirmed for ten minutes",
  undo: { none: "It ends by itself after ten minutes." },

  admit: ({ system, caller }, { challengeId }) => spendChallenge(system, "confirm", challengeId, caller.userId),

  async run({ system, caller, note }, { credential }, challenge: string) {
    const userId = await checkAuthentication(system, challenge, credential);
    // A passkey of somebody else proves nothing about the person of this session.
    if (userId !== caller.userId || !caller.session) throw new OperationError("forbidden");
    if (!(await confirmSession(system, caller.session.id))) throw new OperationError("unauthenticated");
    note({ entityId: caller.session.id });
    return { confirmed: true };
  },
});
