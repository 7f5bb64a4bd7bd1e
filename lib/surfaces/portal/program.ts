import "server-only";
import { anonymous, originOf } from "@/lib/auth/authenticate";
import type { Caller } from "@/lib/kernel/context";
import { jsonOf } from "./api";
import { assertNoForeignOrigin } from "./origin";

const BODY_LIMIT = 4_096;

/** A program without a key that posts JSON: who it is (nobody) and what it sent. Throws OperationError. */
export async function programCall(request: Request): Promise<{ caller: Caller; body: Record<string, unknown> }> {
  assertNoForeignOrigin(request.headers);
  return { caller: anonymous(originOf(request, "portal")), body: await jsonOf(request, BODY_LIMIT) };
}
