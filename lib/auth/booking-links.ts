import "server-only";
import { timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { sign } from "./secret";

const PURPOSE = "booking-link";

/** What a customer's link opens: a booking, or a place that the wait-list offers. */
export interface LinkedRecord {
  organisationId: string;
  /** `bkg_…` or `wait_…`. */
  recordId: string;
}

function signatureOf({ organisationId, recordId }: LinkedRecord): string {
  return sign(PURPOSE, `${organisationId}.${recordId}`).toString("base64url");
}

/** The token of a customer's link. Whoever holds it acts for that one booking and nothing else. */
export function bookingToken(record: LinkedRecord): string {
  return `${record.organisationId}.${record.recordId}.${signatureOf(record)}`;
}

/** The page on which a customer moves or cancels without signing in. Opening it changes nothing. */
export function bookingUrl(record: LinkedRecord): string {
  return `${env().appUrl}/b/${bookingToken(record)}`;
}

/** The record that a token names, or null when the signature does not fit. */
export function readBookingToken(token: string): LinkedRecord | null {
  const [organisationId, recordId, signature, ...rest] = token.split(".");
  if (!organisationId || !recordId || !signature || rest.length > 0) return null;
  const expected = Buffer.from(signatureOf({ organisationId, recordId }));
  const given = Buffer.from(signature);
  const fits = expected.length === given.length && timingSafeEqual(expected, given);
  return fits ? { organisationId, recordId } : null;
}
