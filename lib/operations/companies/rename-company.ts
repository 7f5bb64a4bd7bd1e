import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { expectedVersionField } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { organisationNameField } from "../sign-up/sign-up";
import { companyIdField, companyView, toCompanyView } from "../workspace/company";

const undo = (): AnyOperation => renameCompany;

export const renameCompany = defineOperation({
  name: "rename_company",
  title: "Rename a company",
  description: "Gives a company of the organisation another name.",
  area: "organisation",
  effect: "update",
  scopes: ["organisation:write"],
  input: z.strictObject({
    companyId: companyIdField,
    name: organisationNameField.meta({
      description: "The new name, 2 to 80 characters.",
      examples: ["Harbour Studio"],
    }),
    expectedVersion: expectedVersionField,
  }),
  output: companyView,
  renderType: "record",
  summary: ({ name }) => `The company is now called ${name}`,
  undo: {
    with: undo,
    arguments: ({ entityId, before }) => ({ companyId: entityId, ...z.object({ name: z.string() }).parse(before) }),
  },

  async run({ db, caller, note }, { companyId, name, expectedVersion }) {
    const before = await db.company.findFirst({ where: { id: companyId, archivedAt: null } });
    if (!before) throw new OperationError("not_found", { message: "companyId: there is no such company" });
    const current = caller.workspace.companyId;
    requireVersion(before.version, expectedVersion, companyView, () => toCompanyView(before, current));
    const row = await db.company.update({
      where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: companyId } },
      data: { name, version: { increment: 1 } },
    });
    note({ entityId: companyId, before: { name: before.name }, after: { name } });
    return toCompanyView(row, current);
  },
});
