"use server";

import type { FormState } from "@/components/ui/form-state";
import { reportLeakedKey } from "@/lib/operations/leaks/report-leaked-key";
import { call } from "@/lib/surfaces/portal/call";
import { optionalText, submit, text } from "@/lib/surfaces/portal/form";

export async function report(_state: FormState, form: FormData): Promise<FormState> {
  const input = { apiKey: text(form, "apiKey"), url: optionalText(form, "url") };
  return submit(form, () => call(reportLeakedKey, input), "leaks.done");
}
