import { beforeEach, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { asPerson, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { planOf } from "@/lib/auth/plans";
import { flushAudit } from "@/lib/kernel/audit";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { deleteAccount } from "../accounts/delete-account";
import { openStudio } from "../bookings/testing/studio";
import { createCompany } from "../companies/create-company";
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

describe("what is used of a plan", () => {
  it("counts customers and bookings of every company of the organisation, and holds the limit across them", async () => {
    const studio = await openStudio("Counting studio");
    const { workspace: first } = studio.caller;
    if (!first) throw new Error("no workspace");
    const companyId = (await execute(createCompany, studio.caller, { name: "Second branch" })).data.id;
    const branch: Caller = { ...studio.caller, workspace: { ...first, companyId } };
    await studio.book(`${studio.day(1)}T10:00`);
    const gone = (await execute(createAccount, studio.caller, { name: "Gone" })).data.account.id;
    await execute(deleteAccount, studio.caller, { accountId: gone });
    await execute(createAccount, branch, { name: "Elsewhere" });
    const used = async (caller: Caller) =>
      Object.fromEntries((await execute(getPlanStatus, caller, {})).data.quotas.map(({ code, used }) => [code, used]));
    expect(await used(studio.caller)).toMatchObject({ customers: 2, bookingsPerMonth: 1 });
    expect(await used(branch)).toMatchObject({ customers: 2, bookingsPerMonth: 1 });
    expect(await used(workspace.caller)).toMatchObject({ customers: 0, bookingsPerMonth: 0 });

    const quotas = { customers: 2, bookingsPerMonth: 1, mcpCallsPerMonth: null };
    const limited: Caller = { ...branch, workspace: { ...first, companyId, quotas } };
    expect(await refusal(execute(createAccount, limited, { name: "One too many" }))).toMatchObject({
      code: "limit_reached",
      details: { quotaCode: "customers", used: 2, limit: 2 },
    });
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
