"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { DuplicateChoice } from "@/components/customers/duplicate-choice";
import type { FormState } from "@/components/ui/form-state";
import { createAccount } from "@/lib/operations/accounts/create-account";
import { attempt } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalText, retrySafe, text } from "@/lib/surfaces/portal/form";
import { holdersOf } from "@/lib/surfaces/portal/inline-edit";

type Input = Parameters<typeof attempt<typeof createAccount.input, typeof createAccount.output>>[1];

/** Adds a customer. When somebody has the mail or phone already, says who, and the same form comes back with the choice. */
export async function create(_state: FormState<DuplicateChoice>, form: FormData): Promise<FormState<DuplicateChoice>> {
  const [onDuplicate = "ask", duplicateOf] = text(form, "onDuplicate").split(":");
  const input = {
    name: text(form, "name"),
    source: optionalText(form, "source") ?? "walk_in",
    onDuplicate: onDuplicate || "ask",
    duplicateOf,
    ...retrySafe(form),
  } as Record<string, unknown>;
  for (const field of ["localName", "type", "lifeStage", "email", "phone", "language", "dateOfBirth", "notes"]) {
    input[field] = optionalText(form, field);
  }
  const outcome = await attempt(createAccount, input as Input);
  if (!outcome.ok) {
    const state = await failure(outcome.error, form);
    const holders = holdersOf(outcome.error);
    if (holders.length === 0) return state;
    const t = await getTranslations("customers");
    return { ...state, message: t("duplicateTitle"), hint: undefined, fields: {}, result: { holders } };
  }
  const { account, outcome: how } = outcome.answer.data;
  redirect(`/customers/${account.id}?done=${how === "merged" ? "filled" : how}`);
}
