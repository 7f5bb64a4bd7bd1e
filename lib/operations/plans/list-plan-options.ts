import "server-only";
import { z } from "zod";
import { PLANS } from "@/lib/auth/plans";
import { countOf, listOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { planView, toPlanView } from "./plan";

export const listPlanOptions = defineOperation({
  name: "list_plan_options",
  title: "List plan options",
  description:
    "Lists the plans with their quotas and modules (null: without limit, or no list price) and which one is current.",
  area: "plan",
  effect: "read",
  scopes: ["plan:read"],
  input: z.strictObject({}),
  output: listOf(planView.extend({ isCurrent: z.boolean() })),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "plan"),

  async run({ caller }) {
    return { items: PLANS.map((plan) => ({ ...toPlanView(plan), isCurrent: plan.code === caller.workspace.plan })) };
  },
});
