import { beforeEach, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { asPerson, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { planOf } from "@/lib/auth/plans";
import { flushAudit } from "@/lib/kernel/audit";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { getWhatsappConnectionStatus } from "../whatsapp/get-whatsapp-connection-status";
import { checkPlanOperation } from "./check-plan-operation";
import { getPlanStatus } from "./get-plan-status";
import { listPlanOptions } from "./list-plan-options";

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await makeWorkspace();
});

/** The workspace's key on another plan, with smaller quotas when given. */
function onPlan(code: string, quotas = planOf(code).quotas): Caller {
  const { caller } = workspace;
  if (!caller.workspace) throw new Error("no workspace");
  return { ...caller, workspace: { ...caller.workspace, plan: code, quotas } };
}

const check = async (caller: Caller, args: object) => (await execute(checkPlanOperation, caller, args)).data;

describe("get_plan_status", () => {
  it("shows a self-hosted workspace without limits, and counts its calls", async () => {
    const calls = async () => {
      await flushAudit();
      const { quotas } = (await execute(getPlanStatus, workspace.caller, {})).data;
      return quotas.find(({ code }) => code === "mcpCallsPerMonth")?.used ?? 0;
    };
    const before = await calls();
    const { data } = await execute(getPlanStatus, workspace.caller, {});
    expect(data).toMatchObject({ plan: { code: "self_hosted", name: "Self-hosted" }, status: "active" });
    expect(data.quotas.map(({ limit }) => limit)).toEqual([null, null, null]);
    expect(await calls()).toBe(before + 2);
  });
});

describe("list_plan_options", () => {
  it("lists the published plans with quotas, and marks the current one", async () => {
    const { items } = (await execute(listPlanOptions, onPlan("free"), {})).data;
    expect(items.map(({ code }) => code)).toEqual(["self_hosted", "free", "lite", "starter", "enterprise"]);
    expect(items.filter(({ isCurrent }) => isCurrent)).toMatchObject([
      {
        code: "free",
        quotas: { customers: 100, bookingsPerMonth: 200, mcpCallsPerMonth: 1_000 },
        pricePerMonth: "0.00",
      },
    ]);
  });
});

describe("check_plan_operation", () => {
  it("allows everything on a plan without limits", async () => {
    for (const args of [
      { toolName: "create_booking" },
      { moduleCode: "bookings" },
      { quotaCode: "customers", delta: 1_000_000 },
    ]) {
      expect(await check(workspace.caller, args)).toMatchObject({ allowed: true, upgradeAction: null });
    }
  });

  it("says how much is used, and what to do when it would be too much", async () => {
    const quotas = { customers: 100, bookingsPerMonth: 200, mcpCallsPerMonth: 2 };
    const answer = await check(onPlan("free"), { quotaCode: "mcpCallsPerMonth", delta: 1_001 });
    expect(answer).toMatchObject({
      allowed: false,
      quota: { limit: 1_000, delta: 1_001 },
      upgradeAction: { tool: "list_plan_options" },
    });
    expect(answer.reason).toContain("of 1000");
    await flushAudit();
    const caller = onPlan("free", quotas);
    await execute(getWhatsappConnectionStatus, caller, {});
    await flushAudit();
    const error = await refusal(execute(getWhatsappConnectionStatus, caller, {}));
    expect(error).toMatchObject({ code: "limit_reached", details: { quotaCode: "mcpCallsPerMonth", limit: 2 } });
    expect(error.hint).toContain("list_plan_options");
    await execute(getPlanStatus, { ...caller, ...asPerson(caller), workspace: caller.workspace }, {});
  });

  it("rejects a question about nothing, and names that do not exist", async () => {
    for (const [args, field] of [
      [{}, "toolName"],
      [{ delta: 5 }, "toolName"],
      [{ quotaCode: "cookies" }, "quotaCode"],
      [{ moduleCode: "kitchen" }, "moduleCode"],
      [{ toolName: "x", delta: 0 }, "delta"],
    ] as const) {
      expect((await refusal(check(workspace.caller, args))).details?.field, JSON.stringify(args)).toBe(field);
    }
  });
});

describe("get_whatsapp_connection_status", () => {
  it("says honestly that nothing is connected", async () => {
    const { data, summary } = await execute(getWhatsappConnectionStatus, workspace.caller, {});
    expect(data).toMatchObject({ connected: false, status: "not_connected", phoneNumber: null });
    expect(summary).toBe("WhatsApp is not connected");
  });
});
