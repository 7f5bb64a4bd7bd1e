import "server-only";
import { readFormProof } from "@/lib/auth/form-proof";
import { OperationError } from "@/lib/kernel/errors";

/** Faster than this nobody reads a form, let alone fills it; programs that post what they just fetched are. */
const FASTEST_MS = 400;
/** As long as a page may lie open before its form is asked for anew. */
const OLDEST_MS = 12 * 3_600_000;

interface Sent {
  slug: string;
  formToken: string;
  website: string;
}

/** The nonce of a form that a person may have filled. Throws precondition_failed for what looks like a program's. */
export function requireVisitorForm({ slug, formToken, website }: Sent): string {
  const proof = readFormProof(slug, formToken);
  const isHuman = proof !== null && website === "" && proof.ageMs >= FASTEST_MS;
  if (!isHuman) throw refusal("formRejected", "This form could not be taken. Please send it once more.");
  if (proof.ageMs > OLDEST_MS) throw refusal("formExpired", "This page was open for too long. Please load it again.");
  return proof.nonce;
}

function refusal(rule: string, message: string): OperationError {
  return new OperationError("precondition_failed", {
    message,
    hint: "Nothing was booked; what was typed is still there.",
    details: { rule },
  });
}
