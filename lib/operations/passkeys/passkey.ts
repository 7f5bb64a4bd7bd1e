import { z } from "zod";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";

export const passkeyIdField = idField("psk", "Id of a passkey, from list_my_passkeys.");

export const passkeyNameField = lineOfText(1, 60).meta({
  description: "A name that tells the person which device it is.",
  examples: ["Work laptop"],
});

export const challengeIdField = idField("pch", "challengeId of the answer that began this.");

/** The authenticator's answer as the browser library gives it. A text, because its inner form belongs to WebAuthn. */
export const credentialField = z
  .string()
  .min(2)
  .max(16_000)
  .meta({
    secret: true,
    description: "The answer of the browser's authenticator, as JSON text.",
    examples: ['{"id":"…"}'],
  });

/** Options to hand to the browser's authenticator, as JSON. */
export const challengeView = z.object({ challengeId: z.string(), options: z.looseObject({ challenge: z.string() }) });

export const passkeyView = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});

export interface PasskeyRow {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export function toPasskeyView(row: PasskeyRow): z.output<typeof passkeyView> {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
