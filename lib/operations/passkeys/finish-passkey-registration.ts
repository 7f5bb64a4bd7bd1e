import "server-only";
import { z } from "zod";
import { checkRegistration, spendChallenge } from "@/lib/auth/passkeys";
import { isDuplicate } from "@/lib/kernel/database-errors";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { challengeIdField, credentialField, passkeyNameField, passkeyView, toPasskeyView } from "./passkey";
import { removePasskey } from "./remove-passkey";

export const finishPasskeyRegistration = defineSystemOperation({
  name: "finish_passkey_registration",
  title: "Add a passkey",
  description: "Stores the passkey that the browser just created; from then on it signs the person in.",
  area: "organisation",
  effect: "create",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({ challengeId: challengeIdField, credential: credentialField, name: passkeyNameField }),
  output: passkeyView,
  renderType: "record",
  summary: ({ name }) => `Passkey "${name}" added`,
  undo: { with: () => removePasskey, arguments: ({ entityId }) => ({ passkeyId: entityId }) },

  async admit({ system, caller }, { challengeId, credential }) {
    if (!caller.session)
      throw new OperationError("forbidden", {
        reason: "portalOnly",
        message: "Passkeys are added in a signed-in browser.",
      });
    return checkRegistration(await spendChallenge(system, "register", challengeId, caller.userId), credential);
  },

  async run({ system, caller, note }, { name }, { credentialId, publicKey, counter, transports }) {
    const id = newId("psk");
    const row = await system.passkey
      .create({
        data: {
          id,
          userId: caller.userId ?? "",
          credentialId,
          publicKey: new Uint8Array(publicKey),
          counter,
          transports: [...transports],
          name,
        },
      })
      .catch((cause: unknown) => {
        if (!isDuplicate(cause)) throw cause;
        throw new OperationError("conflict", {
          reason: "passkeyKnown",
          message: "This passkey is already registered.",
          cause,
        });
      });
    note({ entityId: id, after: { name } });
    return toPasskeyView(row);
  },
});
