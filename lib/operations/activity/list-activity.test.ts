import { beforeAll, describe, expect, it } from "vitest";
import { refusalOf, signedInBrowser } from "@/e2e/support/browser";
import { asPerson, makeWorkspace, type TestWorkspace, withScopes } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { flushAudit } from "@/lib/kernel/audit";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import { importAccounts } from "../imports/import-accounts";
import { createApiKey } from "../keys/create-api-key";
import { listKeyUsage } from "../keys/list-key-usage";
import { listServices } from "../services/list-services";
import { csvCell } from "./csv";
import { exportActivityCsv } from "./export-activity-csv";
import { getActivityEvent } from "./get-activity-event";
import { listActivity } from "./list-activity";

let workspace: TestWorkspace;
let foreign: TestWorkspace;

beforeAll(async () => {
  [workspace, foreign] = [await makeWorkspace(), await makeWorkspace()];
  await execute(createApiKey, workspace.caller, { name: "Front desk" });
  await execute(listServices, workspace.caller, {});
  await execute(listServices, asPerson(workspace.caller), {});
  await execute(createApiKey, foreign.caller, { name: "Not yours" });
  await refusalOf(execute(createApiKey, withScopes(workspace.caller, ["keys:read"]), { name: "Refused" }));
  await flushAudit();
});

const list = async (filters: object = {}, caller = workspace.caller) =>
  (await execute(listActivity, caller, filters)).data.items;

describe("list_activity", () => {
  it("lists what keys did, newest first, without what people merely looked at", async () => {
    const events = await list({ operation: "list_services" });
    expect(events).toMatchObject([{ actorType: "apiKey", actorId: workspace.keyId, surface: "mcp", effect: "read" }]);
    const all = await list({ operation: "list_services", withPageViews: true });
    expect(all.map(({ surface }) => surface).sort()).toEqual(["mcp", "portal"]);
    const ids = (await list()).map(({ id }) => id);
    expect(ids).toEqual([...ids].sort().reverse());
  });

  it("narrows by actor, tool, effect, outcome, record and time", async () => {
    expect(await list({ outcome: "refused" })).toMatchObject([
      { operation: "create_api_key", errorCode: "scope_missing" },
    ]);
    const [created] = await list({ effect: "create", outcome: "done" });
    expect(created).toMatchObject({ operation: "create_api_key" });
    expect(await list({ entityId: created?.entityId })).toHaveLength(1);
    expect(await list({ actorId: "key_nobody" })).toEqual([]);
    expect(await list({ to: created?.occurredAt, operation: "create_api_key" })).toEqual([]);
    expect(await list({ from: created?.occurredAt, operation: "create_api_key" })).toHaveLength(2);
  });

  it("leaves out what was only read or refused, a preview of an import among it", async () => {
    const rows = [{ Name: "Previewed" }];
    await execute(importAccounts, workspace.caller, { rows, preview: true });
    const changes = await list({ effect: "change", limit: 100 });
    expect(changes.map(({ operation }) => operation)).toContain("create_api_key");
    expect(changes.some(({ operation, effect }) => operation === "import_accounts" || effect === "read")).toBe(false);
    expect(changes.every(({ outcome }) => outcome === "done")).toBe(true);
    expect(await list({ operation: "import_accounts" })).toMatchObject([{ effect: "read" }]);
  });

  it("pages without losing or repeating an event", async () => {
    const whole = (await list({ limit: 100 })).map(({ id }) => id).filter((id) => id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { data } = await execute(listActivity, workspace.caller, {
        limit: 1,
        cursor,
        to: new Date().toISOString(),
      });
      seen.push(...data.items.map(({ id }) => id));
      cursor = data.nextCursor;
    } while (cursor);
    for (const id of whole) expect(seen.filter((other) => other === id)).toHaveLength(1);
  });

  it("shows one event with arguments and what changed, and nobody else's", async () => {
    const [created] = await list({ effect: "create", outcome: "done" });
    const { data } = await execute(getActivityEvent, workspace.caller, { eventId: created?.id });
    expect(data).toMatchObject({ arguments: { name: "Front desk" }, after: { name: "Front desk" } });
    const [other] = await list({ effect: "create" }, foreign.caller);
    const refusal = await refusalOf(execute(getActivityEvent, workspace.caller, { eventId: other?.id }));
    expect(refusal.code).toBe("not_found");
  });

  it("is refused to a key without the scope, which is told the scope", async () => {
    const refusal = await refusalOf(execute(listActivity, withScopes(workspace.caller, ["bookings:read"]), {}));
    expect(refusal.toBody()).toMatchObject({ code: "scope_missing", details: { scope: "activity:read" } });
  });
});

describe("export_activity_csv", () => {
  it("writes a row an event and defuses what a spreadsheet would run", async () => {
    await systemDb().auditEvent.create({
      data: {
        organisationId: workspace.organisationId,
        id: newId("evt"),
        actorType: "customer",
        actorLabel: '=HYPERLINK("https://evil.example","a")',
        operation: "book",
        effect: "create",
        outcome: "done",
        summary: "+1\n@x",
        requestId: "r",
        surface: "portal",
        durationMs: 1,
      },
    });
    const browser = await signedInBrowser(workspace);
    const { data } = await execute(exportActivityCsv, await browser.caller(), { operation: "book" });
    expect(data.rows).toBe(1);
    expect(data.csv).toContain(`"'=HYPERLINK(""https://evil.example"",""a"")"`);
    expect(data.csv).toContain(`"'+1\n@x"`);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd", "\n=1"])("makes %j a text", (text) => {
    expect(csvCell(text)).toBe(`"'${text}"`);
  });

  it("leaves numbers and ordinary texts alone", () => {
    expect([csvCell(-5), csvCell('Anna "A"'), csvCell(null)]).toEqual(['"-5"', '"Anna ""A"""', ""]);
  });
});

describe("list_key_usage", () => {
  it("counts the calls of each key for every day, today last", async () => {
    const { data } = await execute(listKeyUsage, asPerson(workspace.caller), { days: 30 });
    const usage = data.items.find(({ keyId }) => keyId === workspace.keyId);
    expect(usage?.days).toHaveLength(30);
    expect(usage?.days.at(-1)?.calls).toBe(usage?.calls);
    expect(usage?.calls).toBeGreaterThanOrEqual(3);
    expect(data.items.some(({ keyId }) => keyId === foreign.keyId)).toBe(false);
  });
});
