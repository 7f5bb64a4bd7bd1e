import "server-only";
import { readInviteToken } from "@/lib/auth/invites";
import type { DatabaseClient } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";

/** An invitation that can still be accepted, with what its mail and the new member need. */
export interface OpenInvite {
  id: string;
  organisationId: string;
  organisationName: string;
  language: string;
  email: string;
  name: string | null;
  role: string;
  modules: string[];
  permissions: unknown;
  companyId: string;
  createdByKeyId: string | null;
}

/**
 * The invitation of a token, locked until the transaction ends. Throws invite_invalid for a forged, expired, revoked or
 * accepted one, or one whose key was revoked.
 */
export async function openInvite(db: DatabaseClient, token: string): Promise<OpenInvite> {
  const inviteId = readInviteToken(token);
  const [invite] = await db.$queryRaw<OpenInvite[]>`
    SELECT i.id, i.organisation_id AS "organisationId", o.name AS "organisationName", o.language, i.email, i.name, i.role,
           i.modules, i.permissions, i.company_id AS "companyId", i.created_by_key_id AS "createdByKeyId"
    FROM team_invites i JOIN organisations o ON o.id = i.organisation_id AND o.deleted_at IS NULL
    WHERE i.id = ${inviteId ?? ""} AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
    FOR UPDATE OF i`;
  if (!invite) throw new OperationError("invite_invalid");
  return invite;
}
