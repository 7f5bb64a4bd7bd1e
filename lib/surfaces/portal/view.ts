import "server-only";
import { notFound, redirect } from "next/navigation";
import type { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import type { Answer } from "@/lib/kernel/execute";
import type { InputSchema, Operation, OutputSchema } from "@/lib/kernel/operation";
import { attempt } from "./call";
import { requestHeaders, workspaceCaller } from "./session";

/** The path of the page that is being rendered. */
export async function herePath(): Promise<string> {
  return (await requestHeaders()).get("x-favcrm-path") ?? "/home";
}

/**
 * What a signed-in page shows. Visitors are sent to sign in, a missing record is the not-found page, and whoever may not see
 * this is told so on the home page; other refusals are thrown.
 */
export async function view<I extends InputSchema, O extends OutputSchema>(
  operation: Operation<I, O>,
  input: z.input<I>,
): Promise<Answer<z.output<O>>> {
  await workspaceCaller(await herePath());
  const outcome = await attempt(operation, input);
  if (outcome.ok) return outcome.answer;
  const { code, kind, message } = outcome.error;
  if (kind === "not_found" || kind === "invalid_input") notFound();
  if (kind === "forbidden") redirect("/home?done=forbidden");
  throw new OperationError(code as "internal", { message });
}
