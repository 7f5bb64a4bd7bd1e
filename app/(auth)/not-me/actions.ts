"use server";

import type { FormState } from "@/components/ui/form-state";
import { revokeKeyFromMail } from "@/lib/operations/leaks/revoke-key-from-mail";
import { call } from "@/lib/surfaces/portal/call";
import { submit, text } from "@/lib/surfaces/portal/form";

export async function revoke(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(revokeKeyFromMail, { token: text(form, "token") }), "leaks.notMeDone");
}
