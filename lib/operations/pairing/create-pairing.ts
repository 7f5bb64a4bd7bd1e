import "server-only";
import { z } from "zod";
import { limitUse } from "@/lib/auth/limits";
import { openPairing } from "@/lib/auth/pairings";
import { env } from "@/lib/env";
import { instant } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { deviceNameField, pairingScopesField } from "./pairing";

const PER_HOUR = 10;
/** As for codes: on one's own machine a newcomer plays more often. */
const LOCAL_WIDENING = 200;

export const createPairing = defineSystemOperation({
  name: "create_pairing",
  title: "Begin a pairing",
  description:
    "Opens a pairing for a program that waits for its owner: the owner types the code in the portal and approves. The answer's code is shown to the person, never put into a link.",
  area: "keys",
  effect: "create",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    deviceName: deviceNameField,
    pollChallenge: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/, "must be a SHA-256 in base64url, 43 characters")
      .meta({
        description: "SHA-256 of the poll secret, base64url.",
        examples: ["47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"],
      }),
    scopes: pairingScopesField.optional(),
  }),
  output: z.object({
    pairingId: z.string(),
    userCode: z.string().meta({ secret: true }),
    verificationUrl: z.string(),
    intervalSeconds: z.int(),
    expiresAt: instant,
  }),
  renderType: "record",
  summary: () => "Waiting for the owner",
  undo: { none: "It ends by itself after ten minutes, or by cancelling." },

  async admit({ caller }) {
    const widening = env().mailTransport === "outbox" ? LOCAL_WIDENING : 1;
    await limitUse("pairing-ip", caller.ip ?? "unknown", PER_HOUR * widening, 3_600);
  },

  async run({ system, caller }, { deviceName, pollChallenge, scopes }) {
    const { id, userCode, expiresAt, intervalSeconds } = await openPairing(system, {
      deviceName,
      pollChallenge,
      scopes: scopes ?? [],
      ip: caller.ip,
      client: caller.client,
    });
    return {
      pairingId: id,
      userCode,
      verificationUrl: `${env().appUrl}/pair`,
      intervalSeconds,
      expiresAt: expiresAt.toISOString(),
    };
  },
});
