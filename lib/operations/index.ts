import "server-only";
import type { AnyOperation } from "@/lib/kernel/operation";
import { keyOperations } from "./keys/operations";
import { planOperations } from "./plans/operations";
import { serviceOperations } from "./services/operations";
import { signUpOperations } from "./sign-up/operations";
import { teamOperations } from "./team/operations";
import { whatsappOperations } from "./whatsapp/operations";
import { workspaceOperations } from "./workspace/operations";

/** Everything the system can do, in the order in which a newcomer meets it. */
export const operations: readonly AnyOperation[] = [
  ...signUpOperations,
  ...workspaceOperations,
  ...keyOperations,
  ...teamOperations,
  ...planOperations,
  ...whatsappOperations,
  ...serviceOperations,
];
