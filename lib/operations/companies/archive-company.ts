import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { companyIdField } from "../workspace/company";
import { restoreCompany } from "./restore-company";

export const archiveCompany = defineOperation({
  name: "archive_company",
  title: "Archive a company",
  description:
    "Closes a company: it is shown nowhere and keys that work in it answer with an error until it is restored or they switch. Its data stays; restore_company brings it back. The last company cannot be archived.",
  area: "organisation",
  effect: "delete",
  scopes: ["organisation:write"],
  input: z.strictObject({ companyId: companyIdField }),
  output: z.object({ companyId: z.string(), name: z.string(), stoppedKeys: z.int() }),
  renderType: "record",
  summary: ({ name, stoppedKeys }) => `${name} is archived; ${countOf(stoppedKeys, "key")} stopped with it`,
  undo: { with: () => restoreCompany, arguments: ({ entityId }) => ({ companyId: entityId }) },

  async run({ db, note }, { companyId }) {
    // Locked together, so that two calls cannot archive the last two companies at once.
    const live = await db.$queryRaw<{ id: string; name: string }[]>`
      SELECT id, name FROM companies WHERE archived_at IS NULL ORDER BY id FOR UPDATE`;
    const company = live.find(({ id }) => id === companyId);
    if (!company) throw new OperationError("not_found", { message: "companyId: there is no such company" });
    if (live.length === 1) {
      throw new OperationError("precondition_failed", {
        reason: "lastCompany",
        message: "An organisation needs at least one company.",
        hint: "Create another company first, or delete the organisation in the portal's danger zone.",
      });
    }
    await db.$executeRaw`UPDATE companies SET archived_at = now(), version = version + 1 WHERE id = ${companyId}`;
    const stoppedKeys = await db.apiKey.count({ where: { companyId, revokedAt: null } });
    note({ entityId: companyId, before: { archived: false }, after: { archived: true } });
    return { companyId, name: company.name, stoppedKeys };
  },
});
