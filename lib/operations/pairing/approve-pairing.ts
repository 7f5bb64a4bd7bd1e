import "server-only";
import { z } from "zod";
import { decidePairing } from "@/lib/auth/pairings";
import { OperationError } from "@/lib/kernel/errors";
import { idField } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { pairingScopesField, userCodeField } from "./pairing";
import { grantable, keyMaker, waitingPairing } from "./waiting";

const DAY_SECONDS = 86_400;

export const approvePairing = defineSystemOperation({
  name: "approve_pairing",
  title: "Approve a program",
  description:
    "Lets the waiting program have a key: in this company, with these scopes, for this long. The key itself is made when the program fetches it.",
  area: "keys",
  effect: "update",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({
    userCode: userCodeField,
    companyId: idField("co", "Company the key works in. Default: the current one.").optional(),
    scopes: pairingScopesField
      .min(1)
      .max(200)
      .optional()
      .meta({ description: "Fewer than was asked for. Default: what was asked for.", examples: [["bookings:read"]] }),
    expiresInDays: z
      .int()
      .min(1)
      .max(3_650)
      .optional()
      .meta({ description: "Life of the key in days. Default: until it is revoked.", examples: [90] }),
  }),
  output: z.object({ deviceName: z.string(), companyName: z.string(), scopes: z.array(z.string()) }),
  renderType: "record",
  summary: ({ deviceName, companyName }) => `${deviceName} may fetch a key for ${companyName}`,
  undo: { none: "Revoke the key; it is listed in Settings → MCP Keys once the program has fetched it." },

  admit: (context, { userCode }) => waitingPairing(context, userCode),

  async run({ system, caller, note }, { companyId, scopes, expiresInDays }, pairing) {
    const approver = keyMaker(caller);
    const { organisationId } = approver.workspace;
    const offered = grantable(pairing, approver);
    const wider = scopes?.find((scope) => !offered.includes(scope));
    if (wider) {
      throw new OperationError("scope_missing", {
        message: `scopes: ${wider} was not asked for, or is not yours to give`,
        details: { scope: wider, field: "scopes" },
      });
    }
    const company = await system.company.findFirst({
      where: { organisationId, id: companyId ?? approver.workspace.companyId, archivedAt: null },
      select: { id: true, name: true },
    });
    if (!company) throw new OperationError("not_found", { message: "companyId: there is no such company" });
    const granted = scopes ?? offered;
    const isFirst = await decidePairing(system, pairing.id, {
      status: "approved",
      organisationId,
      companyId: company.id,
      userId: approver.userId,
      scopes: granted,
      keyLifeSeconds: expiresInDays === undefined ? null : expiresInDays * DAY_SECONDS,
    });
    if (!isFirst)
      throw new OperationError("conflict", {
        reason: "pairingDecided",
        message: "This program was decided about already, or it stopped waiting.",
      });
    const { deviceName } = pairing;
    note({ entityId: pairing.id, after: { deviceName, companyId: company.id, scopes: granted, expiresInDays } });
    return { deviceName, companyName: company.name, scopes: granted };
  },
});
