import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { companyIdField, companyView, toCompanyView } from "./company";

export const switchCompany: AnyOperation = defineOperation({
  name: "switch_company",
  title: "Switch company",
  description:
    "Makes another company of the organisation the default for this key's later calls; other keys and people are not moved. For a single call send the header X-Company-Id instead.",
  area: "organisation",
  effect: "update",
  scopes: ["organisation:read"],
  input: z.strictObject({ companyId: companyIdField }),
  output: z.object({ company: companyView }),
  renderType: "record",
  summary: ({ company }) => `Calls with this key now work in ${company.name}`,
  undo: {
    with: () => switchCompany,
    arguments: ({ before }) => z.object({ companyId: z.string() }).parse(before),
  },

  async run({ db, caller, note }, { companyId }) {
    const company = await db.company.findFirst({ where: { id: companyId, archivedAt: null } });
    if (!company)
      throw new OperationError("not_found", {
        message: "companyId: there is no such company",
        details: { field: "companyId" },
      });
    if (!caller.key) {
      throw new OperationError("precondition_failed", {
        reason: "keyOfCompany",
        message: "This changes the default company of an API key, and the call was made without one.",
        hint: "People switch companies in the portal's company menu.",
      });
    }
    const { organisationId } = caller.workspace;
    const where = { organisationId_id: { organisationId, id: caller.key.id } };
    const key = await db.apiKey.findUniqueOrThrow({ where, select: { companyId: true } });
    await db.apiKey.update({ where, data: { companyId } });
    note({ entityId: caller.key.id, before: { companyId: key.companyId }, after: { companyId } });
    return { company: toCompanyView(company, companyId) };
  },
});
