import { checkPlanOperation } from "./check-plan-operation";
import { getPlanStatus } from "./get-plan-status";
import { listPlanOptions } from "./list-plan-options";

export const planOperations = [getPlanStatus, listPlanOptions, checkPlanOperation];
