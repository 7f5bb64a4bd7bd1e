import "server-only";
import { timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { sign } from "./secret";

const PURPOSE = "not-me-link";

function signatureOf(organisationId: string, keyId: string): string {
  return sign(PURPOSE, `${organisationId}.${keyId}`).toString("base64url");
}

/** The link in key mails that revokes the key without signing in. It opens a page with a button; opening it changes nothing. */
export function notMeUrl(organisationId: string, keyId: string): string {
  return `${env().appUrl}/not-me?t=${organisationId}.${keyId}.${signatureOf(organisationId, keyId)}`;
}

/** The key that a link's token names, or null when the signature does not fit. */
export function readNotMeToken(token: string): { organisationId: string; keyId: string } | null {
  const [organisationId, keyId, signature, ...rest] = token.split(".");
  if (!organisationId || !keyId || !signature || rest.length > 0) return null;
  const expected = Buffer.from(signatureOf(organisationId, keyId));
  const given = Buffer.from(signature);
  const fits = expected.length === given.length && timingSafeEqual(expected, given);
  return fits ? { organisationId, keyId } : null;
}
