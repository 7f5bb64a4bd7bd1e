import "server-only";
import { z } from "zod";
import { revokeKey } from "@/lib/auth/keys";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { keyOfLink, mailTokenField } from "./mail-link";

export const revokeKeyFromMail = defineSystemOperation({
  name: "revoke_key_from_mail",
  title: "This was not me",
  description:
    "Revokes the key that the signed link of a mail names, with everything it planted. Needs no sign-in; a second time changes nothing.",
  area: "keys",
  effect: "delete",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ token: mailTokenField }),
  output: z.object({ name: z.string(), revokedKeys: z.int() }),
  renderType: "record",
  summary: ({ name }) => `Key "${name}" no longer works`,
  undo: { none: "A revoked key never works again; create a new one." },

  async run({ system, note }, { token }) {
    const { organisationId, keyId } = keyOfLink(token);
    const where = { organisationId_id: { organisationId, id: keyId } };
    const key = await system.apiKey.findUnique({ where, select: { name: true } });
    if (!key) throw new OperationError("not_found");
    const planted = await revokeKey(system, {
      organisationId,
      keyId,
      reason: "the owner said: this was not me",
      byActor: "link in a mail",
      withDescendants: true,
    });
    note({ organisationId, entityId: keyId, after: planted });
    return { name: key.name, revokedKeys: planted.keyIds.length };
  },
});
