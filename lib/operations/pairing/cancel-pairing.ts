import "server-only";
import { z } from "zod";
import { assertPollSecret, decidePairing } from "@/lib/auth/pairings";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { pairingIdField, pollSecretField } from "./pairing";

export const cancelPairing = defineSystemOperation({
  name: "cancel_pairing",
  title: "Cancel a pairing",
  description: "Ends a pairing that nobody has decided, so that the portal does not offer what nobody waits for.",
  area: "keys",
  effect: "delete",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ pairingId: pairingIdField, pollSecret: pollSecretField }),
  output: z.object({ pairingId: z.string() }),
  renderType: "record",
  summary: () => "Nobody waits any more",
  undo: { none: "Start a new pairing." },

  admit: ({ system }, { pairingId, pollSecret }) => assertPollSecret(system, pairingId, pollSecret),

  async run({ system }, { pairingId }) {
    await decidePairing(system, pairingId, { status: "expired" });
    return { pairingId };
  },
});
