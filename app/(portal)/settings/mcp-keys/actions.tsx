"use server";

import { redirect } from "next/navigation";
import type { IssuedState } from "@/components/keys/issue-key-form";
import { IssuedKeyView } from "@/components/keys/new-key-view";
import type { FormState } from "@/components/ui/form-state";
import { isScope } from "@/lib/auth/scopes";
import { createApiKey } from "@/lib/operations/keys/create-api-key";
import { revokeApiKey } from "@/lib/operations/keys/revoke-api-key";
import { rotateApiKey } from "@/lib/operations/keys/rotate-api-key";
import { mcpEndpoint } from "@/lib/surfaces/portal/addresses";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, retrySafe, submit, text } from "@/lib/surfaces/portal/form";

export async function createKey(_state: FormState<IssuedState>, form: FormData): Promise<FormState<IssuedState>> {
  return submit(form, async () => {
    const { data } = await call(createApiKey, {
      name: text(form, "name"),
      scopes: form.getAll("scopes").map(String).filter(isScope),
      companyId: optionalText(form, "companyId"),
      expiresInDays: optionalNumber(form, "expiresInDays"),
      ...retrySafe(form),
    });
    return { view: <IssuedKeyView apiKey={data.apiKey} name={data.key.name} endpoint={mcpEndpoint()} /> };
  });
}

export async function rotateKey(_state: FormState<IssuedState>, form: FormData): Promise<FormState<IssuedState>> {
  return submit(form, async () => {
    const { data } = await call(rotateApiKey, {
      keyId: text(form, "keyId"),
      overlap: text(form, "overlap") as "1h",
      ...retrySafe(form),
    });
    return { view: <IssuedKeyView apiKey={data.apiKey} name={data.key.name} endpoint={mcpEndpoint()} /> };
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
