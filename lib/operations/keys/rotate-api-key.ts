import "server-only";
import { z } from "zod";
import { announceKey } from "@/lib/auth/key-mail";
import { holdKeys, issueKey, reissueKey } from "@/lib/auth/keys";
import { isScope } from "@/lib/auth/scopes";
import { env } from "@/lib/env";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { keyNextSteps } from "../sign-up/instructions";
import { keyIdField, keyView, toKeyView } from "./key";
import { readKey, readManagedKey } from "./read-key";

const OVERLAPS = ["none", "1h", "24h"] as const;
const OVERLAP_SECONDS: Record<(typeof OVERLAPS)[number], number> = { none: 0, "1h": 3_600, "24h": 86_400 };

/**
 * The successor takes the old key's place in the family, so that revoking the old key later does not end it. A key that
 * rotates itself gets a child instead: a thief's successor must fall with the stolen key.
 */
function parentOf(old: { parentId: string | null; ancestorIds: string[] }) {
  return old.parentId === null ? null : { id: old.parentId, ancestorIds: old.ancestorIds.slice(0, -1) };
}

export const rotateApiKey = defineOperation({
  name: "rotate_api_key",
  title: "Rotate an API key",
  description:
    "Replaces a key by a new one with the same name, scopes, company and end, and returns the new one once. The old key goes on working for the overlap, so that clients can be changed over. Use revoke_api_key instead when the key leaked.",
  area: "keys",
  effect: "create",
  scopes: ["keys:write"],
  input: z.strictObject({
    keyId: keyIdField,
    overlap: z
      .enum(OVERLAPS)
      .default("1h")
      .meta({ description: "How long the old key goes on working.", examples: ["1h"] }),
  }),
  output: z.object({
    key: keyView,
    replaced: keyView,
    apiKey: z.string().meta({ secret: true }),
    nextSteps: z.string(),
  }),
  renderType: "record",
  summary: ({ key, replaced }) =>
    `Key "${key.name}" has a successor; the old one ends ${replaced.status === "active" ? `at ${replaced.expiresAt}` : "now"}`,
  undo: { none: "Secrets cannot be brought back; rotate again instead." },

  async run(context, { keyId, overlap }) {
    const { db, caller, note } = context;
    const { organisationId } = caller.workspace;
    await holdKeys(db, organisationId);
    const old = await readManagedKey(context, keyId);
    if (toKeyView(old).status !== "active" || old.replacedById) {
      throw new OperationError("precondition_failed", {
        reason: "keyReplaced",
        message: "Only a key that works and was not yet replaced can be rotated.",
        hint: "Create a new key with create_api_key.",
      });
    }
    const { id, apiKey } = await issueKey(db, {
      organisationId,
      companyId: old.companyId,
      userId: old.userId,
      name: old.name,
      scopes: old.scopes.filter(isScope),
      parent: caller.key?.id === old.id ? caller.key : parentOf(old),
      lifeSeconds: old.expiresAt ? Math.floor((old.expiresAt.getTime() - Date.now()) / 1_000) : null,
      createdByActor: caller.actor.label,
      allowedNetworks: old.allowedNetworks,
    });
    await db.$executeRaw`
      UPDATE api_keys
      SET replaced_by_id = ${id}, version = version + 1,
          expires_at = least(expires_at, now() + ${OVERLAP_SECONDS[overlap]}::int * interval '1 second')
      WHERE organisation_id = ${organisationId} AND id = ${keyId}`;
    await announceKey(db, {
      organisationId,
      keyId: id,
      ip: caller.ip,
      client: caller.client,
      createdBy: caller.actor.label,
    });
    const key = toKeyView(await readKey(db, organisationId, id));
    const replaced = toKeyView(await readKey(db, organisationId, keyId));
    note({ entityId: id, before: toKeyView(old), after: key });
    return { key, replaced, apiKey, nextSteps: keyNextSteps(`${env().appUrl}/mcp`) };
  },

  async reissue({ db, caller }, stored) {
    const answer = z.object({ key: keyView, replaced: keyView, nextSteps: z.string() }).parse(stored);
    const apiKey = await reissueKey(db, caller.workspace.organisationId, answer.key.id);
    if (!apiKey)
      throw new OperationError("idempotency_conflict", {
        message: "The key of that call is already in use; it cannot be shown again.",
      });
    return { ...answer, apiKey };
  },
});
