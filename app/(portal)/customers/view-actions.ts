"use server";

import type { FormState } from "@/components/ui/form-state";
import { viewActionsFor } from "@/lib/surfaces/portal/saved-views";

const views = viewActionsFor("customers", "/customers");

export async function save(_state: FormState, form: FormData): Promise<FormState> {
  return views.save(form);
}

export async function update(_state: FormState, form: FormData): Promise<FormState> {
  return views.update(form);
}

export async function remove(_state: FormState, form: FormData): Promise<FormState> {
  return views.remove(form);
}

export async function restore(_state: FormState, form: FormData): Promise<FormState> {
  return views.restore(form);
}
