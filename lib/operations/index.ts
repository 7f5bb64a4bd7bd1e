import "server-only";
import type { AnyOperation } from "@/lib/kernel/operation";
import { accountOperations } from "./accounts/operations";
import { contactOperations } from "./contacts/operations";
import { keyOperations } from "./keys/operations";
import { openingHoursOperations } from "./opening-hours/operations";
import { planOperations } from "./plans/operations";
import { resourceOperations } from "./resources/operations";
import { serviceOperations } from "./services/operations";
import { signUpOperations } from "./sign-up/operations";
import { staffOperations } from "./staff/operations";
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
  ...accountOperations,
  ...contactOperations,
  ...serviceOperations,
  ...staffOperations,
  ...resourceOperations,
  ...openingHoursOperations,
];
