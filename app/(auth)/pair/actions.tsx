"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PairApproval } from "@/components/pairing/pair-view";
import type { FormState } from "@/components/ui/form-state";
import type { ViewState } from "@/components/ui/view-form";
import { isScope } from "@/lib/auth/scopes";
import { approvePairing } from "@/lib/operations/pairing/approve-pairing";
import { findPairing } from "@/lib/operations/pairing/find-pairing";
import { refusePairing } from "@/lib/operations/pairing/refuse-pairing";
import { listMyCompanies } from "@/lib/operations/workspace/list-my-companies";
import { call } from "@/lib/surfaces/portal/call";
import { isPlainPost, optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { scopeAreas } from "@/lib/surfaces/portal/scope-areas";

/** Shows the program that waits under the typed code. */
export async function lookUp(_state: FormState<ViewState>, form: FormData): Promise<FormState<ViewState>> {
  // The choice that follows needs scripts; without them it would be an error page.
  if (await isPlainPost()) return { status: "error", message: (await getTranslations("pair"))("needsScripts") };
  return submit(
    form,
    async () => {
      const [{ data }, companies] = await Promise.all([
        call(findPairing, { userCode: text(form, "userCode") }),
        call(listMyCompanies, {}),
      ]);
      const choices = companies.data.items.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
      return {
        view: (
          <PairApproval
            request={data}
            companies={choices.map(({ id, name }) => ({ value: id, label: name }))}
            areas={await scopeAreas(new Set(data.scopes.filter(isScope)))}
            {...{ approve, refuse }}
          />
        ),
      };
    },
    undefined,
    { code_incorrect: "pair.unknownCode", forbidden: "pair.notAllowed" },
  );
}

export async function approve(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(approvePairing, {
      userCode: text(form, "userCode"),
      companyId: optionalText(form, "companyId"),
      scopes: form.getAll("scopes").map(String).filter(isScope),
      expiresInDays: optionalNumber(form, "expiresInDays"),
    });
    redirect("/pair?done=approved");
  });
}

export async function refuse(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(refusePairing, { userCode: text(form, "userCode") });
    redirect("/pair?done=refused");
  });
}
