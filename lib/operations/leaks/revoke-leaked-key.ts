import "server-only";
import { z } from "zod";
import { killLeakedKey, LEAK_SOURCES, placeOf } from "@/lib/auth/leaks";
import { idField } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { assertScanner } from "./find-leaked-keys";

export const revokeLeakedKey = defineSystemOperation({
  name: "revoke_leaked_key",
  title: "Revoke a reported key",
  description:
    "Revokes a key that a signed report of a secret scanner named, with everything it planted, and tells its owner. A repeated report changes nothing.",
  area: "keys",
  effect: "delete",
  access: "public",
  offeredTo: ["system"],
  input: z.strictObject({
    organisationId: idField("org", "Whose key it is."),
    keyId: idField("key", "The key."),
    source: z.enum(LEAK_SOURCES).meta({ description: "Who reported it.", examples: ["github_partner"] }),
    url: z
      .string()
      .max(2_000)
      .nullable()
      .meta({ description: "Where it was found.", examples: ["https://github.com/example/repo"] }),
  }),
  output: z.object({ keyId: z.string(), wasLive: z.boolean() }),
  renderType: "record",
  summary: ({ wasLive }) => (wasLive ? "A leaked key was revoked" : "The leaked key was dead already"),
  undo: { none: "A revoked key never works again; its owner creates a new one." },

  async run({ system, caller, note }, { organisationId, keyId, source, url }) {
    assertScanner(caller);
    const wasLive = await killLeakedKey(system, { organisationId, keyId, source, url: placeOf(url) });
    note({ organisationId, entityId: keyId });
    return { keyId, wasLive };
  },
});
