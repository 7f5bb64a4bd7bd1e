import "server-only";
import { notFound } from "next/navigation";
import type { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import type { InputSchema, Operation, OutputSchema } from "@/lib/kernel/operation";
import { attempt } from "./call";

/** The data of a read, or the not-found page when there is no such record. Other refusals are thrown. */
export async function found<I extends InputSchema, O extends OutputSchema>(
  operation: Operation<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  const outcome = await attempt(operation, input);
  if (outcome.ok) return outcome.answer.data;
  if (outcome.error.kind === "not_found" || outcome.error.kind === "invalid_input") notFound();
  throw new OperationError("forbidden", { message: outcome.error.message });
}
