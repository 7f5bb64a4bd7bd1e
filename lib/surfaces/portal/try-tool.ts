import "server-only";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import { isOfferedTo } from "@/lib/kernel/operation";
import { operations } from "@/lib/operations";
import { argumentsFrom } from "./arguments";
import { attempt } from "./call";
import { catalogue } from "./catalogue";
import { failure } from "./failure";

/** Runs a tool of the catalogue with the arguments of its try-it form. Undefined when there is no such tool. */
export async function runTool(
  name: string,
  form: FormData,
): Promise<FormState<{ summary: string; json: string }> | undefined> {
  const tool = catalogue().find((candidate) => candidate.name === name);
  const operation = operations.find((candidate) => candidate.name === name && isOfferedTo(candidate, "mcp"));
  if (!tool || !operation) return undefined;
  if (tool.effect !== "read" && form.get("confirmed") !== "yes") {
    return { status: "error", message: (await getTranslations("tools"))("confirmFirst") };
  }
  const outcome = await attempt(operation, argumentsFrom(tool.fields, form));
  if (!outcome.ok) return failure(outcome.error, form, "arg:");
  const { summary, data } = outcome.answer;
  return { status: "done", result: { summary, json: JSON.stringify(data, null, 2) } };
}
