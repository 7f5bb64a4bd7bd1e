import "server-only";
import { z } from "zod";
import { MODULES, planOf } from "@/lib/auth/plans";
import { defineOperation } from "@/lib/kernel/operation";
import { QUOTA_CODES } from "./plan";
import { usageOf } from "./usage";

export const checkPlanOperation = defineOperation({
  name: "check_plan_operation",
  title: "Check plan operation",
  description:
    "Asks before acting whether the plan allows something: a tool (toolName), a module (moduleCode), or delta more of a quota (quotaCode). Give at least one of them. Changes nothing.",
  area: "plan",
  effect: "read",
  scopes: ["plan:read"],
  input: z
    .strictObject({
      toolName: z
        .string()
        .max(40)
        .optional()
        .meta({ description: "Name of a tool.", examples: ["create_booking"] }),
      quotaCode: z
        .enum(QUOTA_CODES)
        .optional()
        .meta({ description: "A quota of the plan.", examples: ["customers"] }),
      moduleCode: z
        .enum(MODULES)
        .optional()
        .meta({ description: "A module of the plan.", examples: ["bookings"] }),
      delta: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(1)
        .meta({ description: "How many more of the quota are wanted.", examples: [1] }),
    })
    .refine(({ toolName, quotaCode, moduleCode }) => toolName ?? quotaCode ?? moduleCode, {
      path: ["toolName"],
      message: "give toolName, quotaCode or moduleCode",
    }),
  output: z.object({
    allowed: z.boolean(),
    reason: z.string(),
    quota: z.object({ code: z.string(), used: z.int(), limit: z.int().nullable(), delta: z.int() }).nullable(),
    upgradeAction: z.object({ tool: z.string() }).nullable(),
  }),
  renderType: "record",
  summary: ({ allowed, reason }) => `${allowed ? "Allowed" : "Not allowed"}: ${reason}`,

  async run(context, { quotaCode, moduleCode, toolName, delta }) {
    const plan = planOf(context.caller.workspace.plan);
    if (moduleCode && !plan.modules.includes(moduleCode))
      return refusal(`plan ${plan.name} has no module ${moduleCode}`);
    // Every tool call counts against the calls of the month, so a tool alone asks about that quota.
    const code = quotaCode ?? (toolName ? "mcpCallsPerMonth" : undefined);
    if (!code) return { allowed: true, reason: `plan ${plan.name} includes it`, quota: null, upgradeAction: null };
    const limit = plan.quotas[code];
    const used = await usageOf(context, code);
    const quota = { code, used, limit, delta };
    if (limit !== null && used + delta > limit) return { ...refusal(`${used} of ${limit} are used`), quota };
    return { allowed: true, reason: limit === null ? "without limit" : "within the quota", quota, upgradeAction: null };
  },
});

function refusal(reason: string) {
  return { allowed: false, reason, quota: null, upgradeAction: { tool: "list_plan_options" } };
}
