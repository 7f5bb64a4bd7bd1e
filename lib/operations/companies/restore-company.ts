import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { companyIdField, companyView, toCompanyView } from "../workspace/company";
import { archiveCompany } from "./archive-company";

const undo = (): AnyOperation => archiveCompany;

export const restoreCompany = defineOperation({
  name: "restore_company",
  title: "Restore a company",
  description: "Brings an archived company back, with its data and its keys.",
  area: "organisation",
  effect: "update",
  scopes: ["organisation:write"],
  input: z.strictObject({ companyId: companyIdField }),
  output: companyView,
  renderType: "record",
  summary: ({ name }) => `${name} is back`,
  undo: { with: undo, arguments: ({ entityId }) => ({ companyId: entityId }) },

  async run({ db, caller, note }, { companyId }) {
    const archived = await db.company.findFirst({ where: { id: companyId, archivedAt: { not: null } } });
    if (!archived) throw new OperationError("not_found", { message: "companyId: there is no such archived company" });
    const row = await db.company.update({
      where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: companyId } },
      data: { archivedAt: null, version: { increment: 1 } },
    });
    note({ entityId: companyId, before: { archived: true }, after: { archived: false } });
    return toCompanyView(row, caller.workspace.companyId);
  },
});
