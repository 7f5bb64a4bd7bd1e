import { z } from "zod";
import { hintsOf } from "@/lib/kernel/effects";
import type { AnyOperation } from "@/lib/kernel/operation";

const answerOf = (data: z.ZodType) =>
  z.object({ data: data.optional(), summary: z.string().optional(), renderType: z.string().optional() });

/** What registerTool wants to know of an operation. */
export function configOf({ title, description, effect }: AnyOperation, input: z.ZodType, output: z.ZodType) {
  return {
    title,
    description,
    inputSchema: input as z.ZodObject,
    outputSchema: answerOf(output),
    annotations: hintsOf(effect),
  };
}
