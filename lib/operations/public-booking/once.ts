import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { claimIdempotencyKey, storeAnswer } from "@/lib/kernel/idempotency";

/**
 * Does the work of a form once: sent again, also at the same moment, it gets the first answer. A form that was refused left
 * nothing behind and may be mended. The answer must hold no secret.
 */
export async function onceForEachForm<Answer extends object>(
  context: TenantContext,
  name: string,
  nonce: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  // The form is the request, whatever was typed: pressing back and sending it again is no second booking.
  const form = { name, output: z.object({}) };
  const stored = await claimIdempotencyKey(form, context, nonce, {});
  if (stored) return stored as Answer;
  const answer = await work();
  await storeAnswer(form, context, nonce, answer);
  return answer;
}
