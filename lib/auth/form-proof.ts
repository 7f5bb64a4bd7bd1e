import "server-only";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { sign } from "./secret";

const PURPOSE = "public-form";

/** What a form of the public pages proves: that this server rendered it, when, and which one it was. */
export interface FormProof {
  /** Differs with every rendering; the same when one form is sent twice. */
  nonce: string;
  ageMs: number;
}

const signatureOf = (about: string, issuedAt: string, nonce: string) =>
  sign(PURPOSE, `${about}.${issuedAt}.${nonce}`).toString("base64url");

/** A token for one form about `about` (a page's address); it travels in a hidden field. */
export function issueFormProof(about: string): string {
  const issuedAt = Date.now().toString(36);
  const nonce = randomBytes(16).toString("base64url");
  return `${issuedAt}.${nonce}.${signatureOf(about, issuedAt, nonce)}`;
}

/** What a token proves, or null when this server did not issue it for `about`. */
export function readFormProof(about: string, token: string): FormProof | null {
  const [issuedAt, nonce, signature, ...rest] = token.split(".");
  if (!issuedAt || !nonce || !signature || rest.length > 0) return null;
  const expected = Buffer.from(signatureOf(about, issuedAt, nonce));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  return { nonce, ageMs: Date.now() - Number.parseInt(issuedAt, 36) };
}
