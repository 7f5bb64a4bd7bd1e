import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { readFormProof } from "@/lib/auth/form-proof";
import { OperationError } from "@/lib/kernel/errors";

/** Faster than this nobody reads a form, let alone fills it. Whoever is gets the answer when a person could have had it. */
const FASTEST_MS = 1_000;
/** As long as a page may lie open before its form is asked for anew. */
const OLDEST_MS = 12 * 3_600_000;

interface Sent {
  slug: string;
  formToken: string;
  website: string;
}

/**
 * The nonce of a form that a person may have filled; one that is sent too quickly waits. Throws not_bookable for a
 * form that is forged, too old, or filled where people see nothing.
 */
export async function requireVisitorForm({ slug, formToken, website }: Sent): Promise<string> {
  const proof = readFormProof(slug, formToken);
  if (proof === null || website !== "")
    throw refusal("formRejected", "This form could not be taken. Please send it once more.");
  if (proof.ageMs < FASTEST_MS) await sleep(FASTEST_MS - proof.ageMs);
  if (proof.ageMs > OLDEST_MS) throw refusal("formExpired", "This page was open for too long. Please load it again.");
  return proof.nonce;
}

function refusal(rule: string, message: string): OperationError {
  return new OperationError("not_bookable", {
    message,
    hint: "Nothing was booked; what was typed is still there.",
    details: { rule },
  });
}
