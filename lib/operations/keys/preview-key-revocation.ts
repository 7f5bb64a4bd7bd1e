import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { keyIdField } from "./key";
import { readKey } from "./read-key";

const named = z.object({ id: z.string(), name: z.string() });

export const previewKeyRevocation = defineOperation({
  name: "preview_key_revocation",
  title: "What goes with a key",
  description:
    "Lists what revoke_api_key would take along: keys below this one, open invitations and members it brought in. Changes nothing.",
  area: "keys",
  effect: "read",
  scopes: ["keys:read"],
  offeredTo: ["portal"],
  input: z.strictObject({ keyId: keyIdField }),
  output: z.object({
    keys: z.array(named),
    invites: z.array(z.object({ id: z.string(), email: z.string() })),
    members: z.array(named),
  }),
  renderType: "record",
  summary: ({ keys, invites, members }) =>
    `${countOf(keys.length, "key")}, ${countOf(invites.length, "invitation")}, ${countOf(members.length, "member")}`,

  async run({ db, caller }, { keyId }) {
    const { organisationId } = caller.workspace;
    await readKey(db, organisationId, keyId);
    const family = await db.apiKey.findMany({
      where: { OR: [{ id: keyId }, { ancestorIds: { has: keyId } }] },
      select: { id: true, name: true, revokedAt: true },
      orderBy: { id: "asc" },
    });
    const planters = { in: family.map(({ id }) => id) };
    const [invites, members] = await Promise.all([
      db.teamInvite.findMany({
        where: { createdByKeyId: planters, revokedAt: null, acceptedAt: null },
        select: { id: true, email: true },
      }),
      db.membership.findMany({
        where: { invitedByKeyId: planters, removedAt: null, role: { not: "owner" } },
        select: { id: true, userId: true, displayName: true, user: { select: { name: true, email: true } } },
      }),
    ]);
    // The keys of removed members end with them.
    const theirs = await db.apiKey.findMany({
      where: { userId: { in: members.map(({ userId }) => userId) }, revokedAt: null, id: { notIn: planters.in } },
      select: { id: true, name: true, revokedAt: true },
    });
    const keys = [...family.filter(({ id, revokedAt }) => id !== keyId && revokedAt === null), ...theirs];
    return {
      keys: keys.map(({ id, name }) => ({ id, name })),
      invites,
      members: members.map(({ id, displayName, user }) => ({ id, name: displayName ?? user.name ?? user.email })),
    };
  },
});
