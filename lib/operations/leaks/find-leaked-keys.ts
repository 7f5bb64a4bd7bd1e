import "server-only";
import { z } from "zod";
import { knownKeys } from "@/lib/auth/leaks";
import type { Caller } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";

export const MAX_REPORTED_TOKENS = 5_000;

/** Only a signed report of a scanner may act on keys it does not hold. */
export function assertScanner(caller: Caller): void {
  if (caller.actor.type !== "webhook") throw new OperationError("forbidden");
}

export const findLeakedKeys = defineSystemOperation({
  name: "find_leaked_keys",
  title: "Match reported keys",
  description:
    "Tells a signed report of a secret scanner which of its tokens are keys of this instance, by their hashes.",
  area: "keys",
  effect: "read",
  access: "public",
  offeredTo: ["system"],
  input: z.strictObject({
    hashes: z
      .array(z.string().regex(/^[0-9a-f]{64}$/))
      .max(MAX_REPORTED_TOKENS)
      .meta({
        description: "SHA-256 of each token, in hex.",
        examples: [["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]],
      }),
  }),
  output: z.object({ items: z.array(z.object({ hash: z.string(), organisationId: z.string(), keyId: z.string() })) }),
  renderType: "table",
  summary: ({ items }) => `${items.length} of the reported tokens are keys`,

  async run({ system, caller }, { hashes }) {
    assertScanner(caller);
    return { items: await knownKeys(system, hashes) };
  },
});
