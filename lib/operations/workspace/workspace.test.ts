import { beforeEach, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { asPerson, auditOf, makeWorkspace, type TestWorkspace, withScopes } from "@/e2e/support/workspace";
import { authenticateKey } from "@/lib/auth/authenticate";
import { systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import { createAccount } from "../accounts/create-account";
import { createApiKey } from "../keys/create-api-key";
import { createServiceSchedule } from "../schedules/create-service-schedule";
import { createService } from "../services/create-service";
import { updateService } from "../services/update-service";
import { getWorkspaceOverview } from "./get-workspace-overview";
import { listMyCompanies } from "./list-my-companies";
import { switchCompany } from "./switch-company";

let workspace: TestWorkspace;
let sister: string;

beforeEach(async () => {
  workspace = await makeWorkspace();
  sister = await addCompany("Sister studio");
});

async function addCompany(name: string, more: object = {}): Promise<string> {
  const id = newId("co");
  const { organisationId } = workspace;
  await systemDb().company.create({
    data: { organisationId, id, name, timezone: "Asia/Tokyo", currency: "JPY", ...more },
  });
  return id;
}

async function callerOf(apiKey: string, companyId?: string): Promise<Caller> {
  const headers = { authorization: `Bearer ${apiKey}`, ...(companyId ? { "x-company-id": companyId } : {}) };
  const caller = await authenticateKey(new Request("http://localhost/mcp", { headers }));
  if (typeof caller === "string") throw new Error(caller);
  return caller;
}

const companyOf = async (apiKey: string, companyId?: string) =>
  (await callerOf(apiKey, companyId)).workspace?.companyId;
const switchTo = async (caller: Caller, companyId: string) => execute(switchCompany, caller, { companyId });

describe("list_my_companies", () => {
  it("lists the organisation's companies, marks the current one, leaves archived ones out", async () => {
    await addCompany("Closed", { archivedAt: new Date() });
    const { data, summary } = await execute(listMyCompanies, workspace.caller, {});
    expect(data.items.map(({ name, isCurrent, currency }) => [name, isCurrent, currency])).toEqual([
      ["Stretch + Breathe", true, "HKD"],
      ["Sister studio", false, "JPY"],
    ]);
    expect(data.organisation).toEqual({ id: workspace.organisationId, name: "Stretch + Breathe" });
    expect(summary).toBe("2 companies in Stretch + Breathe");
  });
});

describe("switch_company", () => {
  it("moves the calling key, audits from where to where, and names the company", async () => {
    const { data } = await switchTo(workspace.caller, sister);
    expect(data).toMatchObject({ company: { id: sister, isCurrent: true } });
    expect(await companyOf(workspace.apiKey)).toBe(sister);
    expect(await auditOf(workspace.organisationId, "switch_company")).toMatchObject([
      {
        outcome: "done",
        before: { companyId: workspace.companyId },
        after: { companyId: sister },
        entityId: workspace.keyId,
      },
    ]);
  });

  it("moves no other key: two agents switch without moving each other (case 77)", async () => {
    const other = (await execute(createApiKey, workspace.caller, { name: "Second agent" })).data.apiKey;
    await switchTo(workspace.caller, sister);
    expect([await companyOf(workspace.apiKey), await companyOf(other)]).toEqual([sister, workspace.companyId]);
    await switchTo(await callerOf(other), sister);
    await switchTo(await callerOf(workspace.apiKey), workspace.companyId);
    expect([await companyOf(workspace.apiKey), await companyOf(other)]).toEqual([workspace.companyId, sister]);
  });

  it("is overridden by X-Company-Id for one call, and by nothing else", async () => {
    expect(await companyOf(workspace.apiKey, sister)).toBe(sister);
    expect(await companyOf(workspace.apiKey)).toBe(workspace.companyId);
    await expect(callerOf(workspace.apiKey, "co_000000000000000000000000")).rejects.toThrow("unknown_company");
  });

  it("is taken back by its undo", async () => {
    await switchTo(workspace.caller, sister);
    const [event] = await auditOf(workspace.organisationId, "switch_company");
    const { undo } = switchCompany;
    if (!undo || "none" in undo || !event) throw new Error("no undo");
    const args = undo.arguments({ entityId: event.entityId, before: event.before, after: event.after });
    await execute(undo.with(), workspace.caller, args);
    expect(await companyOf(workspace.apiKey)).toBe(workspace.companyId);
  });

  it("refuses archived, foreign and malformed companies, and callers without a key", async () => {
    const archived = await addCompany("Closed", { archivedAt: new Date() });
    const foreign = (await makeWorkspace("Somebody else")).companyId;
    for (const companyId of [archived, foreign, "co_x", "' OR true --"]) {
      expect(await refusal(switchTo(workspace.caller, companyId))).toMatchObject({
        code: "not_found",
        details: { field: "companyId" },
      });
    }
    for (const companyId of ["", "x".repeat(65)]) {
      expect((await refusal(switchTo(workspace.caller, companyId))).details?.field).toBe("companyId");
    }
    expect((await refusal(switchTo(asPerson(workspace.caller), sister))).code).toBe("precondition_failed");
  });
});

describe("get_workspace_overview", () => {
  it("tells an agent that lost its context where it is and what it may do", async () => {
    const narrow = withScopes(workspace.caller, ["organisation:read", "bookings:read"]);
    const { data } = await execute(getWorkspaceOverview, narrow, {});
    expect(data).toMatchObject({
      organisation: { id: workspace.organisationId, industry: "fitness", plan: "self_hosted" },
      company: { id: workspace.companyId, timezone: "Asia/Hong_Kong", currency: "HKD" },
      role: "owner",
      scopes: ["organisation:read", "bookings:read"],
    });
    const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "Asia/Hong_Kong" }).format(
      new Date(),
    );
    expect(data.localTime).toContain(weekday);
  });

  it("answers every key, and hides the steps that a key may not take", async () => {
    const { data } = await execute(getWorkspaceOverview, withScopes(workspace.caller, ["contacts:write"]), {});
    expect(data.setUp.missing.map(({ tool }) => tool)).toEqual(["import_accounts"]);
    const { data: desk } = await execute(getWorkspaceOverview, withScopes(workspace.caller, ["bookings:read"]), {});
    expect(desk.setUp).toEqual({ isComplete: true, missing: [] });
  });

  it("sees services that cannot be booked as they are, and asks a studio of classes for no opening hours", async () => {
    const studio = await makeWorkspace("Lotus");
    const missing = async () => (await execute(getWorkspaceOverview, studio.caller, {})).data.setUp.missing;
    const create = async (more: Record<string, unknown>) =>
      (await execute(createService, studio.caller, { durationMinutes: 60, ...more })).data.id;
    const yoga = await create({ name: "Yoga", type: "class", requiresResource: true });
    expect((await missing()).map(({ tool }) => tool)).toEqual([
      "link_resource_to_service",
      "create_service_schedule",
      "import_accounts",
    ]);
    await execute(updateService, studio.caller, { serviceId: yoga, requiresResource: false });
    const date = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const times = { serviceId: yoga, date, startTime: "18:00", endTime: "19:00", recurrence: "daily" };
    await execute(createServiceSchedule, studio.caller, times);
    expect((await missing()).map(({ tool }) => tool)).toEqual(["import_accounts"]);
    await create({ name: "Cut", requiresStaff: true });
    await create({ name: "Colour", requiresStaff: true });
    const [hours, staff] = await missing();
    expect(hours).toMatchObject({ tool: "set_opening_hours", what: expect.stringContaining("at any hour") });
    expect(staff?.tool).toBe("assign_staff_to_service");
    expect(staff?.what).toMatch(/^2 services have nobody who gives it.*“Cut”, “Colour”\.$/);
  });

  it("names what the set-up lacks with the tool that mends it, until nothing is missing", async () => {
    const missing = async () => {
      const { data } = await execute(getWorkspaceOverview, workspace.caller, {});
      return data.setUp.missing.map(({ tool }) => tool);
    };
    expect(await missing()).toEqual(["create_service", "set_opening_hours", "import_accounts"]);
    const { organisationId, companyId } = workspace;
    const common = { organisationId, companyId };
    await systemDb().service.create({
      data: { ...common, id: newId("svc"), name: "Yoga", durationMinutes: 60, currency: "HKD" },
    });
    await systemDb().availabilityWindow.create({
      data: {
        ...common,
        id: newId("win"),
        ...{ subjectType: "company", subjectId: companyId, dayOfWeek: 1, startMinute: 540, endMinute: 1_260 },
      },
    });
    await execute(createAccount, workspace.caller, { name: "Anna Chan" });
    expect(await missing()).toEqual([]);
  });
});
