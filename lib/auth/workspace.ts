import "server-only";
import type { Workspace } from "@/lib/kernel/context";
import { planOf } from "./plans";

/** What a query that finds out where somebody works reads of it, in one row. */
export interface WorkspaceRow {
  organisation_id: string;
  organisation_name: string;
  plan: string;
  company_id: string;
  company_name: string;
  country: string | null;
  timezone: string;
  currency: string;
  language: string;
}

/** The workspace of an organisation's company, as callers carry it, with the quotas of its plan. */
export function workspaceOf(
  organisation: { id: string; name: string; plan: string },
  company: { id: string; name: string } & Pick<Workspace, "country" | "timezone" | "currency" | "language">,
): Workspace {
  const { id: organisationId, name: organisationName, plan } = organisation;
  const { id: companyId, name: companyName, country, timezone, currency, language } = company;
  const business = { companyId, companyName, country, timezone, currency, language };
  return { organisationId, organisationName, ...business, plan, quotas: planOf(plan).quotas };
}

/** The same from one row of a join. */
export function workspaceOfRow(row: WorkspaceRow): Workspace {
  return workspaceOf(
    { ...row, id: row.organisation_id, name: row.organisation_name },
    { ...row, id: row.company_id, name: row.company_name },
  );
}
