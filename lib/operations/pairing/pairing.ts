import { z } from "zod";
import { ALL_SCOPES, type Scope } from "@/lib/auth/scopes";
import { instant, lineOfText } from "@/lib/kernel/fields";

export const pairingIdField = z
  .string()
  .max(128)
  .meta({
    description: "pairingId of the answer that began the pairing.",
    examples: ["pair_0OaZ3kP9x1yB7cD2eF4gH6jK"],
  });

/** Any text: a malformed secret gets the answer of a wrong one. */
export const pollSecretField = z
  .string()
  .max(256)
  .meta({
    secret: true,
    description: "The secret whose SHA-256 began the pairing.",
    examples: ["43 base64url characters"],
  });

export const userCodeField = z
  .string()
  .min(1)
  .max(64)
  .meta({ secret: true, description: "The code that the program shows.", examples: ["BCDF-GHJK"] });

export const deviceNameField = lineOfText(1, 80).meta({
  description: "What the program calls itself.",
  examples: ["favcrm 0.1.0 on linux"],
});

export const pairingScopesField = z
  .array(z.enum(ALL_SCOPES as [Scope, ...Scope[]]))
  .max(64)
  .meta({ description: "What the key shall be allowed, as <area>:<read|write|send>.", examples: [["bookings:read"]] });

export const PAIRING_STATUSES = ["pending", "approved", "refused", "delivered", "expired"] as const;

/** What the approver sees before deciding. */
export const pairingView = z.object({
  pairingId: z.string(),
  userCode: z.string(),
  deviceName: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** What the key would be allowed: what was asked for, within what the approver holds. */
  scopes: z.array(z.string()),
  createdAt: instant,
  expiresAt: instant,
});
