import "server-only";
import { z } from "zod";
import { readUserCode, showUserCode } from "@/lib/auth/pairings";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { pairingView, userCodeField } from "./pairing";
import { grantable, keyMaker, waitingPairing } from "./waiting";

export const findPairing = defineSystemOperation({
  name: "find_pairing",
  title: "See who asks",
  description:
    "Shows the program that waits under the code a person typed: its name, address, age and what it asks for.",
  area: "keys",
  effect: "read",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({ userCode: userCodeField }),
  output: pairingView,
  renderType: "record",
  summary: ({ deviceName }) => `${deviceName} waits for approval`,

  admit: (context, { userCode }) => waitingPairing(context, userCode),

  async run({ caller }, { userCode }, pairing) {
    return {
      pairingId: pairing.id,
      userCode: showUserCode(readUserCode(userCode) ?? ""),
      deviceName: pairing.deviceName,
      ip: pairing.ip,
      userAgent: pairing.userAgent,
      scopes: grantable(pairing, keyMaker(caller)),
      createdAt: pairing.createdAt.toISOString(),
      expiresAt: pairing.expiresAt.toISOString(),
    };
  },
});
