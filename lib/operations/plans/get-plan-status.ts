import "server-only";
import { z } from "zod";
import { planOf } from "@/lib/auth/plans";
import { defineOperation } from "@/lib/kernel/operation";
import { planView, toPlanView } from "./plan";
import { usageOf } from "./usage";

export const getPlanStatus = defineOperation({
  name: "get_plan_status",
  title: "Get plan status",
  description:
    "Shows the organisation's plan, its modules, and each quota with what is used of it (null: without limit, or not counted). Use check_plan_operation to ask about one tool before calling it.",
  area: "plan",
  effect: "read",
  scopes: ["plan:read"],
  input: z.strictObject({}),
  output: z.object({
    plan: planView,
    status: z.enum(["active"]),
    quotas: z.array(z.object({ code: z.string(), used: z.int().nullable(), limit: z.int().nullable() })),
  }),
  renderType: "stats",
  summary: ({ plan }) => `Plan ${plan.name}`,

  async run({ caller }) {
    const plan = planOf(caller.workspace.plan);
    const usage = await usageOf(caller.workspace.organisationId);
    const quotas = Object.entries(usage).map(([code, used]) => ({
      code,
      used,
      limit: plan.quotas[code as keyof typeof usage],
    }));
    return { plan: toPlanView(plan), status: "active" as const, quotas };
  },
});
