import "server-only";
import { z } from "zod";
import { revokeKey } from "@/lib/auth/keys";
import { countOf, lineOfText } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { keyIdField, keyView, toKeyView } from "./key";
import { readKey, readManagedKey } from "./read-key";

export const revokeApiKey = defineOperation({
  name: "revoke_api_key",
  title: "Revoke an API key",
  description:
    "Ends a key at once and for good; use it when a key leaked or is no longer needed. By default everything the key planted goes too: keys it created, open invitations, members it brought in (see list_api_keys, parentId). A key may revoke itself and its descendants; a person in the portal any key.",
  area: "keys",
  effect: "delete",
  scopes: ["keys:write"],
  input: z.strictObject({
    keyId: keyIdField,
    reason: lineOfText(1, 200)
      .optional()
      .meta({ description: "Why, kept with the key.", examples: ["Pasted into a public repository"] }),
    withDescendants: z
      .boolean()
      .default(true)
      .meta({ description: "Also end what the key planted. Default true.", examples: [true] }),
  }),
  output: z.object({
    key: keyView,
    revokedKeyIds: z.array(z.string()),
    revokedInviteIds: z.array(z.string()),
    removedMemberIds: z.array(z.string()),
  }),
  renderType: "record",
  summary: ({ key, revokedKeyIds, revokedInviteIds, removedMemberIds }) =>
    `Key "${key.name}" no longer works; ${countOf(Math.max(0, revokedKeyIds.length - 1), "key")}, ${countOf(revokedInviteIds.length, "invitation")} and ${countOf(removedMemberIds.length, "member")} went with it`,
  undo: { none: "A revoked key never works again; create a new one." },

  async run(context, { keyId, reason, withDescendants }) {
    const { db, caller, note } = context;
    const before = await readManagedKey(context, keyId);
    const { organisationId } = caller.workspace;
    const planted = await revokeKey(db, {
      organisationId,
      keyId,
      reason: reason ?? "revoked",
      byActor: caller.actor.label,
      withDescendants,
    });
    const key = toKeyView(await readKey(db, organisationId, keyId));
    note({ entityId: keyId, before: toKeyView(before), after: { ...key, ...planted } });
    return {
      key,
      revokedKeyIds: planted.keyIds,
      revokedInviteIds: planted.inviteIds,
      removedMemberIds: planted.memberIds,
    };
  },
});
