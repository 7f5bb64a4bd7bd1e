import { z } from "zod";
import { maskKey } from "@/lib/auth/key-form";
import { ALL_SCOPES, type Scope } from "@/lib/auth/scopes";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";

export const keyIdField = idField("key", "Id of an API key, from list_api_keys.");

export const keyNameField = lineOfText(1, 80).meta({
  description: "A name that tells people what uses the key.",
  examples: ["Front-desk agent"],
});

export const scopesField = z
  .array(z.enum(ALL_SCOPES as [Scope, ...Scope[]]))
  .min(1)
  .max(ALL_SCOPES.length)
  .meta({
    description: "What the key may do, as <area>:<read|write|send>.",
    examples: [["bookings:read", "bookings:write"]],
  });

export const keyView = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string().meta({ description: "Masked: first and last characters, to recognise it by. Opens nothing." }),
  companyId: z.string(),
  userId: z.string(),
  scopes: z.array(z.string()),
  status: z.enum(["active", "expired", "revoked"]),
  parentId: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  lastUsedIp: z.string().nullable(),
  lastUsedClient: z.string().nullable(),
  revokedAt: instant.nullable(),
  revokedReason: z.string().nullable(),
  replacedById: z.string().nullable(),
  version: z.int(),
});
export type KeyView = z.output<typeof keyView>;

/** What a row of api_keys must have to be shown. */
export interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  last4: string;
  companyId: string;
  userId: string;
  scopes: string[];
  parentId: string | null;
  createdByActor: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  lastUsedClient: string | null;
  revokedAt: Date | null;
  revokedReason: string | null;
  replacedById: string | null;
  version: number;
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** Shows a key without its secret. `now` is compared for display only; the database decides what works. */
export function toKeyView(row: KeyRow, now = new Date()): KeyView {
  const isExpired = row.expiresAt !== null && row.expiresAt <= now;
  return {
    id: row.id,
    name: row.name,
    key: maskKey(row),
    companyId: row.companyId,
    userId: row.userId,
    scopes: row.scopes,
    status: row.revokedAt ? "revoked" : isExpired ? "expired" : "active",
    parentId: row.parentId,
    createdBy: row.createdByActor,
    createdAt: row.createdAt.toISOString(),
    expiresAt: iso(row.expiresAt),
    lastUsedAt: iso(row.lastUsedAt),
    lastUsedIp: row.lastUsedIp,
    lastUsedClient: row.lastUsedClient,
    revokedAt: iso(row.revokedAt),
    revokedReason: row.revokedReason,
    replacedById: row.replacedById,
    version: row.version,
  };
}
