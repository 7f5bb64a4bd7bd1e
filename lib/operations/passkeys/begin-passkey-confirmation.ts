import "server-only";
import { z } from "zod";
import { authenticationOptions } from "@/lib/auth/passkeys";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { challengeOf } from "./begin-passkey-registration";
import { challengeView } from "./passkey";

export const beginPasskeyConfirmation = defineSystemOperation({
  name: "begin_passkey_confirmation",
  title: "Confirm with a passkey: begin",
  description: "Makes the challenge with which a signed-in person proves again that it is them.",
  area: "organisation",
  effect: "create",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: challengeView,
  renderType: "record",
  summary: () => "Waiting for a passkey",
  undo: { none: "The challenge expires by itself." },

  async run({ system, caller }) {
    if (!caller.session) throw new OperationError("forbidden");
    const count = await system.passkey.count({ where: { userId: caller.userId ?? "" } });
    if (count === 0) {
      throw new OperationError("precondition_failed", {
        reason: "noPasskey",
        message: "You have no passkey yet.",
        hint: "Confirm with a mailed code instead.",
      });
    }
    return challengeOf(await authenticationOptions(system, "confirm", caller.userId));
  },
});
