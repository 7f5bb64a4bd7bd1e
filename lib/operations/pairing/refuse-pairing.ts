import "server-only";
import { z } from "zod";
import { decidePairing } from "@/lib/auth/pairings";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { userCodeField } from "./pairing";
import { keyMaker, waitingPairing } from "./waiting";

export const refusePairing = defineSystemOperation({
  name: "refuse_pairing",
  title: "Refuse a program",
  description: "Tells the waiting program no. It gets no key, and its code is worth nothing any more.",
  area: "keys",
  effect: "update",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({ userCode: userCodeField }),
  output: z.object({ deviceName: z.string() }),
  renderType: "record",
  summary: ({ deviceName }) => `${deviceName} was refused`,
  undo: { none: "The program can ask again." },

  admit: (context, { userCode }) => waitingPairing(context, userCode),

  async run({ system, caller, note }, _input, pairing) {
    const { userId } = keyMaker(caller);
    const isFirst = await decidePairing(system, pairing.id, { status: "refused", userId });
    if (!isFirst)
      throw new OperationError("conflict", {
        reason: "pairingDecided",
        message: "This program was decided about already, or it stopped waiting.",
      });
    note({ entityId: pairing.id, after: { deviceName: pairing.deviceName } });
    return { deviceName: pairing.deviceName };
  },
});
