import "server-only";
import type { z } from "zod";
import { anonymous, originOf } from "@/lib/auth/authenticate";
import { execute } from "@/lib/kernel/execute";
import type { InputSchema, Operation, OutputSchema } from "@/lib/kernel/operation";
import { jsonOf } from "./api";
import { assertNoForeignOrigin } from "./origin";

const BODY_LIMIT = 4_096;

/**
 * A program without a key that posts JSON: what it sent, and a way to run operations for it as the nobody it is.
 * Throws OperationError for a page of another site and for a body that is no JSON object of at most 4 kB.
 */
export async function programCall(request: Request) {
  assertNoForeignOrigin(request.headers);
  const caller = anonymous(originOf(request, "portal"));
  const body = await jsonOf(request, BODY_LIMIT);
  async function run<I extends InputSchema, O extends OutputSchema>(
    operation: Operation<I, O>,
    more: Record<string, unknown> = {},
  ): Promise<z.output<O>> {
    return (await execute(operation, caller, { ...body, ...more })).data;
  }
  return { run };
}
