import "server-only";
import { z } from "zod";
import { KEY_PATTERN } from "@/lib/auth/key-form";
import { hashKey, isWellFormedKey } from "@/lib/auth/keys";
import { killLeakedKey, knownKeys, placeOf } from "@/lib/auth/leaks";
import { limitUse } from "@/lib/auth/limits";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";

const PER_HOUR = 60;
const RULE = "must hold a whole FavCRM key (fav_mcp_ and 36 letters or digits)";

/** The first key in what was pasted. Its checksum tells a key from a lookalike; that says nothing about who has it. */
function keyIn(text: string): string {
  const key = [...text.matchAll(KEY_PATTERN)].map(([match]) => match).find(isWellFormedKey);
  if (key) return key;
  throw new OperationError("invalid_input", {
    message: `apiKey: ${RULE}`,
    details: { field: "apiKey", fields: [{ field: "apiKey", rule: RULE }] },
  });
}

export const reportLeakedKey = defineSystemOperation({
  name: "report_leaked_key",
  title: "Report a leaked key",
  description:
    "Kills a key that was found where it should not be, with everything it planted, and tells its owner. Anybody who holds a key may do this. The answer is the same whether or not the key belonged to anybody.",
  area: "keys",
  effect: "delete",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    apiKey: z
      .string()
      .min(1)
      .max(10_000)
      .meta({ secret: true, description: "The key, or the text it stands in.", examples: ["fav_mcp_…"] }),
    url: z
      .string()
      .trim()
      .max(500)
      .optional()
      .meta({ description: "Where it was found.", examples: ["https://github.com/example/repo/blob/main/.env"] }),
  }),
  output: z.object({ received: z.boolean() }),
  renderType: "text",
  summary: () => "If this was a key of ours, it no longer works, and its owner knows",
  undo: { none: "A revoked key never works again; its owner creates a new one." },

  async admit({ caller }, { apiKey }) {
    await limitUse("leak-reports", caller.ip ?? "unknown", PER_HOUR, 3_600);
    return hashKey(keyIn(apiKey));
  },

  async run({ system, note }, { url }, hash: string) {
    const [known] = await knownKeys(system, [hash]);
    if (known) {
      const { organisationId, keyId } = known;
      await killLeakedKey(system, { organisationId, keyId, source: "form", url: placeOf(url) });
      note({ organisationId, entityId: keyId });
    }
    return { received: true };
  },
});
