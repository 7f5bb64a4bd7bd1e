"use server";

import { notFound } from "next/navigation";
import type { TryResult } from "@/components/tools/try-panel";
import type { FormState } from "@/components/ui/form-state";
import { runTool } from "@/lib/surfaces/portal/try-tool";

/** Runs the tool a try-it form belongs to, as the person who looks at it. */
export async function tryTool(
  name: string,
  _state: FormState<TryResult>,
  form: FormData,
): Promise<FormState<TryResult>> {
  return (await runTool(name, form)) ?? notFound();
}
