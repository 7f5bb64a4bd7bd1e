import "server-only";
import type { z } from "zod";
import type { ErrorBody } from "@/lib/kernel/errors";
import { isOperationError } from "@/lib/kernel/errors";
import { type Answer, execute } from "@/lib/kernel/execute";
import type { InputSchema, Operation, OutputSchema } from "@/lib/kernel/operation";
import { assertOwnOrigin } from "./origin";
import { currentCaller, requestHeaders } from "./session";

/**
 * Runs an operation as the person who looks at the page. Whatever changes something must have been posted from a page of
 * ours. Throws OperationError; `attempt` hands it back instead.
 */
export async function call<I extends InputSchema, O extends OutputSchema>(
  operation: Operation<I, O>,
  input: z.input<I>,
): Promise<Answer<z.output<O>>> {
  if (operation.effect !== "read") assertOwnOrigin(await requestHeaders());
  return execute(operation, await currentCaller(), input);
}

export type Attempt<Data> = { ok: true; answer: Answer<Data> } | { ok: false; error: ErrorBody };

/** `call` for forms: a refusal comes back as a value. */
export async function attempt<I extends InputSchema, O extends OutputSchema>(
  operation: Operation<I, O>,
  input: z.input<I>,
): Promise<Attempt<z.output<O>>> {
  return caught(() => call(operation, input));
}

/** Turns a thrown refusal into a value; anything else (a redirect, a bug) is thrown on. */
export async function caught<Data>(work: () => Promise<Answer<Data>>): Promise<Attempt<Data>> {
  try {
    return { ok: true, answer: await work() };
  } catch (error) {
    if (isOperationError(error)) return { ok: false, error: error.toBody() };
    throw error;
  }
}
