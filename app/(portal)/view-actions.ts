"use server";

import type { FormState } from "@/components/ui/form-state";
import { changeView, removeView, reopenView, saveView } from "@/lib/surfaces/portal/saved-views";

export async function save(_state: FormState, form: FormData): Promise<FormState> {
  return saveView(form);
}

export async function update(_state: FormState, form: FormData): Promise<FormState> {
  return changeView(form);
}

export async function remove(_state: FormState, form: FormData): Promise<FormState> {
  return removeView(form);
}

export async function restore(_state: FormState, form: FormData): Promise<FormState> {
  return reopenView(form);
}
