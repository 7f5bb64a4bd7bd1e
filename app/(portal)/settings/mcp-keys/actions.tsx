"use server";

import { redirect } from "next/navigation";
import { issuedKey } from "@/app/_answers/issued-key";
import type { FormState } from "@/components/ui/form-state";
import type { ViewState } from "@/components/ui/view-form";
import { isScope } from "@/lib/auth/scopes";
import { confirmKeysReviewed } from "@/lib/operations/keys/confirm-keys-reviewed";
import { createApiKey } from "@/lib/operations/keys/create-api-key";
import { renameApiKey } from "@/lib/operations/keys/rename-api-key";
import { revokeApiKey } from "@/lib/operations/keys/revoke-api-key";
import { rotateApiKey } from "@/lib/operations/keys/rotate-api-key";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, retrySafe, submit, text } from "@/lib/surfaces/portal/form";
import { nextPath } from "@/lib/surfaces/portal/next-path";

export async function createKey(_state: FormState<ViewState>, form: FormData): Promise<FormState<ViewState>> {
  return submit(form, async () => {
    const { data } = await call(createApiKey, {
      name: text(form, "name"),
      scopes: form.getAll("scopes").map(String).filter(isScope),
      companyId: optionalText(form, "companyId"),
      expiresInDays: optionalNumber(form, "expiresInDays"),
      ...retrySafe(form),
    });
    return issuedKey({ apiKey: data.apiKey, name: data.key.name });
  });
}

export async function rotateKey(_state: FormState<ViewState>, form: FormData): Promise<FormState<ViewState>> {
  return submit(form, async () => {
    const { data } = await call(rotateApiKey, {
      keyId: text(form, "keyId"),
      overlap: text(form, "overlap") as "1h",
      ...retrySafe(form),
    });
    return issuedKey({ apiKey: data.apiKey, name: data.key.name });
  });
}

export async function revokeKey(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(revokeApiKey, {
      keyId: text(form, "keyId"),
      reason: optionalText(form, "reason"),
      withDescendants: form.get("withDescendants") === "true",
    });
    redirect("/settings/mcp-keys?done=revoked");
  });
}

export async function renameKey(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    keyId: text(form, "keyId"),
    name: text(form, "name"),
    expectedVersion: optionalNumber(form, "expectedVersion"),
  };
  return submit(form, () => call(renameApiKey, input), "keys.renamed");
}

/** Revokes what the person did not keep, then remembers that they looked. */
export async function reviewKeys(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    for (const [name, decision] of form) {
      const keyId = /^decision:(.+)$/.exec(name)?.[1];
      if (keyId && decision === "revoke") await call(revokeApiKey, { keyId, reason: "Not known to the owner" });
    }
    await call(confirmKeysReviewed, {});
    redirect(nextPath(text(form, "next")));
  });
}
