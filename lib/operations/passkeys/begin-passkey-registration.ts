import "server-only";
import { z } from "zod";
import { registrationOptions } from "@/lib/auth/passkeys";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { challengeView } from "./passkey";

export const beginPasskeyRegistration = defineSystemOperation({
  name: "begin_passkey_registration",
  title: "Add a passkey: begin",
  description:
    "Makes the challenge with which the browser creates a passkey. Send its answer to finish_passkey_registration.",
  area: "organisation",
  effect: "create",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: challengeView,
  renderType: "record",
  summary: () => "A passkey can be created now",
  undo: { none: "The challenge expires by itself." },

  async run({ system, caller }) {
    if (!caller.session)
      throw new OperationError("forbidden", {
        reason: "portalOnly",
        message: "Passkeys are added in a signed-in browser.",
      });
    const person = await system.user.findUniqueOrThrow({ where: { id: caller.userId ?? "" } });
    return challengeOf(await registrationOptions(system, person));
  },
});

/** Plain JSON, as it travels to the browser. */
export function challengeOf({ challengeId, options }: { challengeId: string; options: { challenge: string } }) {
  return { challengeId, options: { ...options } };
}
