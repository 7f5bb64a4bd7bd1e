import "server-only";
import { z } from "zod";
import { announceKey } from "@/lib/auth/key-mail";
import { issueKey } from "@/lib/auth/keys";
import { type ApprovedPairing, assertPollSecret, deliverPairing, pairingState } from "@/lib/auth/pairings";
import { effectiveScopes, isRole, ROLE_SCOPES, type Scope } from "@/lib/auth/scopes";
import type { DatabaseClient } from "@/lib/db/client";
import { instant } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { PAIRING_STATUSES, pairingIdField, pollSecretField } from "./pairing";

interface Approver {
  role: string;
  label: string;
  companyName: string;
}

/** What the approver may still give; empty when the right, the person, the company or the organisation is gone. */
async function grantOf(db: DatabaseClient, pairing: ApprovedPairing) {
  const [approver] = await db.$queryRaw<Approver[]>`
    SELECT m.role, coalesce(m.display_name, u.name, u.email) AS label, c.name AS "companyName"
    FROM memberships m
    JOIN users u ON u.id = m.user_id
    JOIN organisations o ON o.id = m.organisation_id AND o.deleted_at IS NULL
    JOIN companies c ON c.organisation_id = o.id AND c.id = ${pairing.companyId} AND c.archived_at IS NULL
    WHERE m.organisation_id = ${pairing.organisationId} AND m.user_id = ${pairing.userId} AND m.removed_at IS NULL`;
  if (!approver || !isRole(approver.role) || !ROLE_SCOPES[approver.role].has("keys:write")) return undefined;
  const scopes: Scope[] = [...effectiveScopes(approver.role, pairing.scopes)];
  return scopes.length === 0 ? undefined : { ...approver, scopes };
}

export const collectPairedKey = defineSystemOperation({
  name: "collect_paired_key",
  title: "Collect the key of a pairing",
  description:
    "Makes the key of an approved pairing and hands it to the waiting program, once. Of several calls exactly one gets it; it is never stored in the clear.",
  area: "keys",
  effect: "create",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ pairingId: pairingIdField, pollSecret: pollSecretField }),
  output: z.object({
    status: z.enum(PAIRING_STATUSES),
    apiKey: z.string().optional().meta({ secret: true }),
    keyId: z.string().optional(),
    organisationId: z.string().optional(),
    companyId: z.string().optional(),
    companyName: z.string().optional(),
    scopes: z.array(z.string()).optional(),
    keyExpiresAt: instant.nullable().optional(),
  }),
  renderType: "record",
  summary: ({ status }) =>
    status === "approved" ? "The key is handed over; it is shown only this once" : `The pairing is ${status}`,
  undo: { none: "revoke_api_key ends the key." },

  admit: ({ system }, { pairingId, pollSecret }) => assertPollSecret(system, pairingId, pollSecret),

  async run({ system, caller, note }, { pairingId }) {
    const pairing = await deliverPairing(system, pairingId);
    if (!pairing) return { status: (await pairingState(system, pairingId)).status };
    const { organisationId, companyId, userId, deviceName } = pairing;
    const grant = await grantOf(system, pairing);
    if (!grant) {
      await system.$executeRaw`UPDATE pairings SET status = 'refused' WHERE id = ${pairingId}`;
      note({ organisationId, entityId: pairingId, after: { status: "refused" } });
      return { status: "refused" as const };
    }
    const { id: keyId, apiKey } = await issueKey(system, {
      organisationId,
      companyId,
      userId,
      name: deviceName,
      scopes: grant.scopes,
      parent: null,
      lifeSeconds: pairing.keyLifeSeconds,
      createdByActor: grant.label,
    });
    await system.$executeRaw`UPDATE pairings SET api_key_id = ${keyId} WHERE id = ${pairingId}`;
    await announceKey(system, { organisationId, keyId, ip: caller.ip, client: caller.client, createdBy: grant.label });
    const where = { organisationId_id: { organisationId, id: keyId } };
    const key = await system.apiKey.findUniqueOrThrow({ where, select: { expiresAt: true } });
    note({
      organisationId,
      entityId: keyId,
      after: { keyId, companyId, userId, name: deviceName, scopes: grant.scopes },
    });
    return {
      status: "approved" as const,
      apiKey,
      keyId,
      organisationId,
      companyId,
      companyName: grant.companyName,
      scopes: grant.scopes,
      keyExpiresAt: key.expiresAt?.toISOString() ?? null,
    };
  },
});
