import { z } from "zod";
import { idField, instant } from "@/lib/kernel/fields";

export const sessionIdField = idField("ses", "Id of a session, from list_my_sessions.");

export const sessionView = z.object({
  id: z.string(),
  /** The browser that asks. */
  isCurrent: z.boolean(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  organisationId: z.string().nullable(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
});

export interface SessionRow {
  id: string;
  ip: string | null;
  userAgent: string | null;
  organisationId: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

export function toSessionView(row: SessionRow, currentId: string | undefined): z.output<typeof sessionView> {
  return {
    id: row.id,
    isCurrent: row.id === currentId,
    ip: row.ip,
    userAgent: row.userAgent,
    organisationId: row.organisationId,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}

/** A workspace a person belongs to, with the companies to choose from. */
export const workspaceView = z.object({
  organisationId: z.string(),
  organisationName: z.string(),
  role: z.string(),
  isCurrent: z.boolean(),
  /** Set while a deleted organisation can still be restored by its owner. */
  deletedAt: instant.nullable(),
  companies: z.array(z.object({ id: z.string(), name: z.string(), isCurrent: z.boolean() })),
});
