import "server-only";
import { z } from "zod";
import { assertPollSecret, pacePoll, pairingState } from "@/lib/auth/pairings";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { PAIRING_STATUSES, pairingIdField, pollSecretField } from "./pairing";

export const checkPairing = defineSystemOperation({
  name: "check_pairing",
  title: "Ask where a pairing stands",
  description:
    "Tells the waiting program whether its owner has decided. When approved, collect_paired_key makes the key.",
  area: "keys",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ pairingId: pairingIdField, pollSecret: pollSecretField }),
  output: z.object({ status: z.enum(PAIRING_STATUSES), intervalSeconds: z.int() }),
  renderType: "record",
  summary: ({ status }) => `The pairing is ${status}`,

  async admit({ system }, { pairingId, pollSecret }) {
    await assertPollSecret(system, pairingId, pollSecret);
    await pacePoll(system, pairingId);
  },

  run: ({ system }, { pairingId }) => pairingState(system, pairingId),
});
