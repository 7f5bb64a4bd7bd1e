import "server-only";
import { timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { sign } from "./secret";

const PREFIX = "fav_inv_";
const SIGNATURE_BYTES = 24;
const FORM = /^fav_inv_([0-9A-Za-z]{24})_([\w-]{32})$/;

/**
 * The token of an invitation: its id and a signature of the instance secret. Derived, never stored, so the mail and a
 * repeated call can show it again and the database cannot leak it.
 */
export function inviteToken(inviteId: string): string {
  return `${PREFIX}${inviteId.replace("inv_", "")}_${signatureOf(inviteId)}`;
}

/** The invitation a token belongs to, or null when the token is not one of ours. */
export function readInviteToken(token: string): string | null {
  const [, body, signature] = FORM.exec(token.trim()) ?? [];
  if (!body || !signature) return null;
  const inviteId = `inv_${body}`;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(inviteId))) ? inviteId : null;
}

/** The page that accepts an invitation. The token stands in the fragment, so it reaches no server log and no Referer. */
export function inviteUrl(inviteId: string): string {
  return `${env().appUrl}/join#${inviteToken(inviteId)}`;
}

function signatureOf(inviteId: string): string {
  return sign("team-invite", inviteId).subarray(0, SIGNATURE_BYTES).toString("base64url");
}
