"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { archiveCompany } from "@/lib/operations/companies/archive-company";
import { createCompany } from "@/lib/operations/companies/create-company";
import { renameCompany } from "@/lib/operations/companies/rename-company";
import { restoreCompany } from "@/lib/operations/companies/restore-company";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";

export async function create(_state: FormState, form: FormData): Promise<FormState> {
  const input = { name: text(form, "name"), country: optionalText(form, "country") };
  return submit(form, () => call(createCompany, input), "companies.created");
}

export async function rename(_state: FormState, form: FormData): Promise<FormState> {
  const expectedVersion = optionalNumber(form, "expectedVersion");
  const input = { companyId: text(form, "companyId"), name: text(form, "name"), expectedVersion };
  return submit(form, () => call(renameCompany, input), "companies.renamed");
}

export async function archive(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { data } = await call(archiveCompany, { companyId: text(form, "companyId") });
    redirect(`/settings/companies?done=${data.companyId}`);
  });
}

/** The undo of closing a company, offered in the notice. */
export async function restore(form: FormData): Promise<void> {
  await call(restoreCompany, { companyId: text(form, "companyId") });
  redirect("/settings/companies");
}
