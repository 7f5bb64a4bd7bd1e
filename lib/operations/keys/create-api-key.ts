import "server-only";
import { z } from "zod";
import { announceKey } from "@/lib/auth/key-mail";
import { issueKey, reissueKey } from "@/lib/auth/keys";
import { env } from "@/lib/env";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { idField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { keyNextSteps } from "../sign-up/instructions";
import { keyNameField, keyView, scopesField, toKeyView } from "./key";
import { readKey } from "./read-key";
import { revokeApiKey } from "./revoke-api-key";

const MAX_DAYS = 3_650;
const DAY_SECONDS = 86_400;

/** The life of a new key in seconds: what was asked for, never past the end of the key that asks. */
function lifeOf({ caller }: TenantContext, days: number | undefined): number | null {
  const asked = days === undefined ? null : days * DAY_SECONDS;
  const parentEnd = caller.key?.expiresAt;
  if (!parentEnd) return asked;
  const rest = Math.floor((parentEnd.getTime() - Date.now()) / 1_000);
  if (asked !== null && asked > rest) {
    throw new OperationError("forbidden", {
      reason: "keyOutlives",
      message: "expiresInDays: a key cannot outlive the key that creates it",
      hint: "Ask for a shorter life, or let the owner create the key in the portal.",
      details: { field: "expiresInDays" },
    });
  }
  return asked ?? rest;
}

export const createApiKey = defineOperation({
  name: "create_api_key",
  title: "Create an API key",
  description:
    "Creates an API key for another agent or tool and returns it once; it cannot be shown again. It can do no more than the key that creates it, and ends no later. Give each agent its own key with the fewest scopes it needs. The owner gets a mail.",
  area: "keys",
  effect: "create",
  scopes: ["keys:write"],
  input: z.strictObject({
    name: keyNameField,
    scopes: scopesField.optional().meta({
      description:
        "What the key may do, as <area>:<read|write|send>. Default: everything the calling key may do. bookings:write is all of bookings: check-in and cancelling as well as services, staff and hours.",
      examples: [["bookings:read", "bookings:write"]],
    }),
    companyId: idField("co", "Company the key works in by default. Default: the current one.").optional(),
    expiresInDays: z
      .int()
      .min(1)
      .max(MAX_DAYS)
      .optional()
      .meta({ description: "Life of the key in days. Default: until it is revoked.", examples: [90] }),
    allowedNetworks: z
      .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
      .max(50)
      .optional()
      .meta({
        description: "Addresses or CIDR ranges the key may be used from. Default: anywhere.",
        examples: [["203.0.113.0/24"]],
      }),
  }),
  output: z.object({ key: keyView, apiKey: z.string().meta({ secret: true }), nextSteps: z.string() }),
  renderType: "record",
  summary: ({ key }) => `Key "${key.name}" created; it is shown only this once`,
  undo: { with: () => revokeApiKey, arguments: ({ entityId }) => ({ keyId: entityId, reason: "Creation taken back" }) },

  async run(context, { name, scopes, companyId, expiresInDays, allowedNetworks }) {
    const { db, caller, note } = context;
    const { organisationId } = caller.workspace;
    const wider = scopes?.find((scope) => !caller.scopes.has(scope));
    if (wider) {
      throw new OperationError("scope_missing", {
        message: `scopes: a key cannot be wider than its creator, which lacks ${wider}`,
        details: { scope: wider, field: "scopes" },
      });
    }
    if (
      companyId &&
      !(await db.company.findFirst({ where: { id: companyId, archivedAt: null }, select: { id: true } }))
    ) {
      throw new OperationError("not_found", {
        message: "companyId: there is no such company",
        details: { field: "companyId" },
      });
    }
    const { id, apiKey } = await issueKey(db, {
      organisationId,
      companyId: companyId ?? caller.workspace.companyId,
      userId: caller.userId,
      name,
      scopes: scopes ?? [...caller.scopes],
      parent: caller.key,
      lifeSeconds: lifeOf(context, expiresInDays),
      createdByActor: caller.actor.label,
      allowedNetworks: allowedNetworks ?? [],
    });
    await announceKey(db, {
      organisationId,
      keyId: id,
      ip: caller.ip,
      client: caller.client,
      createdBy: caller.actor.label,
    });
    const key = toKeyView(await readKey(db, organisationId, id));
    note({ entityId: id, after: key });
    return { key, apiKey, nextSteps: keyNextSteps(`${env().appUrl}/mcp`) };
  },

  async reissue({ db, caller }, stored) {
    const { key, nextSteps } = z.object({ key: keyView, nextSteps: z.string() }).parse(stored);
    const apiKey = await reissueKey(db, caller.workspace.organisationId, key.id);
    if (!apiKey)
      throw new OperationError("idempotency_conflict", {
        message: "The key of that call is already in use; it cannot be shown again.",
      });
    return { key, apiKey, nextSteps };
  },
});
