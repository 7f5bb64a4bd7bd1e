import "server-only";
import { z } from "zod";
import { countOf, listOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { companyView, toCompanyView } from "./company";

export const listMyCompanies = defineOperation({
  name: "list_my_companies",
  title: "List my companies",
  description:
    "Lists the companies of the organisation and says which one calls work in now (isCurrent). Use switch_company to change it, or the header X-Company-Id for one call.",
  area: "organisation",
  effect: "read",
  scopes: ["organisation:read"],
  input: z.strictObject({}),
  output: listOf(companyView).extend({ organisation: z.object({ id: z.string(), name: z.string() }) }),
  renderType: "table",
  summary: ({ items, organisation }) => `${countOf(items.length, "company", "companies")} in ${organisation.name}`,

  async run({ db, caller }) {
    const { organisationId, organisationName, companyId } = caller.workspace;
    const rows = await db.company.findMany({ where: { archivedAt: null }, orderBy: { id: "asc" } });
    return {
      items: rows.map((row) => toCompanyView(row, companyId)),
      organisation: { id: organisationId, name: organisationName },
    };
  },
});
