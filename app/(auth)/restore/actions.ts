"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { restoreOrganisation } from "@/lib/operations/danger/restore-organisation";
import { chooseWorkspace } from "@/lib/operations/sessions/choose-workspace";
import { call } from "@/lib/surfaces/portal/call";
import { submit } from "@/lib/surfaces/portal/form";

export async function restore(organisationId: string, _state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(restoreOrganisation, { organisationId });
    await call(chooseWorkspace, { organisationId });
    redirect("/home?done=restored");
  });
}
