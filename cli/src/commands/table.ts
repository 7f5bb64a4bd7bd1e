import { ACCOUNT_ROWS } from "./rows-account.ts";
import { BUSINESS_ROWS } from "./rows-business.ts";
import { PLAN_ROWS } from "./rows-plan.ts";
import type { ToolCommand } from "./tool-command.ts";

/** The commands that are projections of tools. */
export const TOOL_COMMANDS: readonly ToolCommand[] = [...ACCOUNT_ROWS, ...BUSINESS_ROWS, ...PLAN_ROWS];
