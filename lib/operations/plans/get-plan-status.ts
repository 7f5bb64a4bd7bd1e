import "server-only";
import { z } from "zod";
import { planOf } from "@/lib/auth/plans";
import { defineOperation } from "@/lib/kernel/operation";
import { planView, QUOTA_CODES, toPlanView } from "./plan";
import { usageOf } from "./usage";

export const getPlanStatus = defineOperation({
  name: "get_plan_status",
  title: "Get plan status",
  description:
    "Shows the organisation's plan, its modules, and each quota with what is used of it by all companies together (limit null: without limit). Use check_plan_operation to ask about one tool before calling it.",
  area: "plan",
  effect: "read",
  scopes: ["plan:read"],
  input: z.strictObject({}),
  output: z.object({
    plan: planView,
    status: z.enum(["active"]),
    quotas: z.array(z.object({ code: z.string(), used: z.int(), limit: z.int().nullable() })),
  }),
  renderType: "stats",
  summary: ({ plan }) => `Plan ${plan.name}`,

  async run(context) {
    const plan = planOf(context.caller.workspace.plan);
    const quotas = await Promise.all(
      QUOTA_CODES.map(async (code) => ({ code, used: await usageOf(context, code), limit: plan.quotas[code] })),
    );
    return { plan: toPlanView(plan), status: "active" as const, quotas };
  },
});
