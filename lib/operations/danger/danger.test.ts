import { beforeEach, describe, expect, it } from "vitest";
import { addMember, browserWith, confirmed, refusalOf, signedInBrowser } from "@/e2e/support/browser";
import { unzip } from "@/e2e/support/unzip";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { authenticateKey } from "@/lib/auth/authenticate";
import { systemDb } from "@/lib/db/client";
import { deliverMail } from "@/lib/jobs/deliver-mail";
import { purgeOrganisations } from "@/lib/jobs/purge-organisations";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { queueMail } from "@/lib/kernel/outbox";
import { exportStream } from "@/lib/surfaces/portal/export";
import { createCompany } from "../companies/create-company";
import { createApiKey } from "../keys/create-api-key";
import { listMyWorkspaces } from "../sessions/list-my-workspaces";
import { createTeamMemberInvite } from "../team/create-team-member-invite";
import { changeOwner } from "./change-owner";
import { deleteOrganisation } from "./delete-organisation";
import { exportRecords } from "./export-records";
import { restoreOrganisation } from "./restore-organisation";

let workspace: TestWorkspace;
let owner: Caller;
let token: string;

beforeEach(async () => {
  workspace = await makeWorkspace("Stretch + Breathe");
  const browser = await signedInBrowser(workspace);
  token = browser.token;
  owner = await confirmed(browser.token, browser.id);
});

const knock = () =>
  authenticateKey(
    new Request("http://localhost:3000/mcp", { headers: { authorization: `Bearer ${workspace.apiKey}` } }),
  );
const remove = (caller = owner, confirmName = "Stretch + Breathe") =>
  execute(deleteOrganisation, caller, { confirmName });
const age = (days: number) =>
  systemDb()
    .$executeRaw`UPDATE organisations SET deleted_at = now() - ${days}::int * interval '1 day' WHERE id = ${workspace.organisationId}`;

async function download(caller: Caller): Promise<Map<string, string>> {
  return unzip(Buffer.from(await new Response(await exportStream(caller)).arrayBuffer()));
}

describe("the danger zone", () => {
  it("opens to nobody without a fresh proof, and to no key", async () => {
    const { memberId } = await addMember(workspace, "manager");
    const unconfirmed = { ...owner, session: { id: owner.session?.id ?? "", confirmedAt: null } };
    for (const [caller, code] of [
      [unconfirmed, "confirmation_required"],
      [workspace.caller, "forbidden"],
    ] as const) {
      expect((await refusalOf(remove(caller))).code).toBe(code);
      expect((await refusalOf(execute(changeOwner, caller, { memberId }))).code).toBe(code);
      expect((await refusalOf(execute(exportRecords, caller, { table: "companies" }))).code).toBe(code);
      expect((await refusalOf(exportStream(caller))).code).toBe(code);
    }
    expect(await knock()).toMatchObject({ role: "owner" });
  });
});

describe("export everything", () => {
  it("holds every company's records, nobody else's, and no secret", async () => {
    const { data: second } = await execute(createCompany, owner, { name: "陳大文工作室" });
    const foreign = await makeWorkspace("Not yours");
    const shared = { organisationId: workspace.organisationId, currency: "HKD", durationMinutes: 60 };
    for (const [companyId, id, name] of [
      [workspace.companyId, `svc_${workspace.companyId.slice(3)}`, "Yoga"],
      [second.id, `svc_${second.id.slice(3)}`, "Pilates"],
    ] as const) {
      await systemDb().service.create({ data: { ...shared, companyId, id, name } });
    }
    const files = await download(owner);
    expect(files.get(`companies/${workspace.companyId}/services.jsonl`)).toContain("Yoga");
    expect(files.get(`companies/${workspace.companyId}/services.jsonl`)).not.toContain("Pilates");
    expect(files.get(`companies/${second.id}/services.jsonl`)).toContain("Pilates");
    expect(files.get("organisation/companies.jsonl")).toContain("陳大文工作室");
    expect(files.get("organisation/users.jsonl")).toContain(workspace.email);
    const all = [...files.values()].join("\n");
    expect(all).not.toContain(foreign.organisationId);
    const key = await systemDb().apiKey.findFirstOrThrow({ where: { id: workspace.keyId } });
    for (const secret of [workspace.apiKey, key.hash]) expect(all).not.toContain(secret);
    for (const line of all.split("\n").filter((text) => text.startsWith("{"))) JSON.parse(line);
    expect(await auditOf(workspace.organisationId, "begin_export")).toHaveLength(1);
  });

  it("pages through a table larger than a page", async () => {
    await systemDb().$executeRaw`
      INSERT INTO audit_events (organisation_id, id, actor_type, operation, effect, outcome, request_id, surface, duration_ms)
      SELECT ${workspace.organisationId}, 'evt_' || lpad(n::text, 24, '0'), 'system', 'x', 'read', 'done', 'r', 'mcp', 1
      FROM generate_series(1, 1200) n`;
    const lines = (await download(owner)).get("organisation/audit_events.jsonl")?.trim().split("\n") ?? [];
    const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id).filter((id) => id.startsWith("evt_0000"));
    expect(new Set(ids).size).toBe(1_200);
    expect(ids).toHaveLength(1_200);
  });

  it("reads no table that is not a tenant's, whatever its name", async () => {
    for (const table of ["sessions", "passkeys", "pg_authid", 'services"; DROP TABLE services; --']) {
      expect((await refusalOf(execute(exportRecords, owner, { table }))).kind).toMatch(/not_found|invalid_input/);
    }
  });
});

describe("handing over", () => {
  it("makes the member owner and the owner manager, at once", async () => {
    const { memberId, userId } = await addMember(workspace, "staff");
    const theirs = await signedInBrowser(workspace, userId);
    await execute(changeOwner, owner, { memberId });
    expect((await theirs.caller()).role).toBe("owner");
    expect((await browserWith(token)).role).toBe("manager");
    expect(((await knock()) as Caller).scopes.has("keys:write")).toBe(false);
    expect((await refusalOf(remove(await browserWith(token)))).code).toBe("scope_missing");
  });

  it("never ends with nobody, even when two owners hand over to each other at once", async () => {
    const { memberId, userId } = await addMember(workspace, "owner");
    const second = await signedInBrowser(workspace, userId);
    const theirs = await confirmed(second.token, second.id);
    const own = await systemDb().membership.findFirstOrThrow({ where: { userId: workspace.userId } });
    await Promise.allSettled([
      execute(changeOwner, owner, { memberId }),
      execute(changeOwner, theirs, { memberId: own.id }),
    ]);
    const owners = await systemDb().membership.count({
      where: { organisationId: workspace.organisationId, role: "owner" },
    });
    expect(owners).toBeGreaterThanOrEqual(1);
  });

  it("knows no member of another organisation", async () => {
    const { memberId } = await addMember(await makeWorkspace(), "staff");
    expect((await refusalOf(execute(changeOwner, owner, { memberId }))).code).toBe("not_found");
  });
});

describe("deleting the organisation (case 60)", () => {
  it("asks for its name, then kills keys and browsers with the answer and mails the owner", async () => {
    expect((await refusalOf(remove(owner, "stretch + breathe"))).toBody()).toMatchObject({
      details: { field: "confirmName" },
    });
    const { data } = await remove();
    expect(Date.parse(data.restorableUntil) - Date.parse(data.deletedAt)).toBe(30 * 86_400_000);
    expect(await knock()).toBe("invalid_token");
    expect((await browserWith(token)).workspace).toBeNull();
    expect(
      await systemDb().outboxMail.count({ where: { recipient: workspace.email, template: "organisation_deleted" } }),
    ).toBe(1);
  });

  it("drops the mails that wait to be sent in its name, and sends the owner's own", async () => {
    const queue = (template: string) =>
      queueMail(systemDb(), {
        template,
        to: "ada@example.com",
        locale: "en",
        organisationId: workspace.organisationId,
      });
    const waiting = await queue("booking_reminder");
    await remove();
    expect(await deliverMail(waiting)).toBe("dropped");
    const dropped = await systemDb().outboxMail.findUniqueOrThrow({ where: { id: waiting } });
    expect(dropped.lastError).toMatch(/^expired: /);
    const own = await systemDb().outboxMail.findFirstOrThrow({
      where: { organisationId: workspace.organisationId, template: "organisation_deleted" },
    });
    expect(await deliverMail(own.id)).toBe("sent");
  });

  it("is restored by its owner within 30 days, with its keys, and by nobody else", async () => {
    await remove();
    const person = await browserWith(token);
    const { data: seen } = await execute(listMyWorkspaces, person, {});
    expect(seen.items).toMatchObject([{ organisationId: workspace.organisationId, deletedAt: expect.any(String) }]);
    const input = { organisationId: workspace.organisationId };
    const stranger = await (await signedInBrowser(await makeWorkspace())).caller();
    expect((await refusalOf(execute(restoreOrganisation, stranger, input))).code).toBe("not_found");
    await execute(restoreOrganisation, person, input);
    expect(await knock()).toMatchObject({ role: "owner" });
    expect((await browserWith(token)).role).toBe("owner");
  });

  it("leaves no row behind after 30 days, and nothing to restore", async () => {
    await execute(createApiKey, workspace.caller, { name: "Child" });
    await execute(createTeamMemberInvite, workspace.caller, { email: `gone-${Date.now()}@example.com` });
    await execute(createCompany, owner, { name: "Second" });
    await remove();
    await age(29);
    expect(await purgeOrganisations()).not.toContain(workspace.organisationId);
    await age(31);
    const late = execute(restoreOrganisation, await browserWith(token), { organisationId: workspace.organisationId });
    expect((await refusalOf(late)).code).toBe("not_found");
    expect(await purgeOrganisations()).toContain(workspace.organisationId);
    const tables = await systemDb().$queryRaw<{ name: string }[]>`
      SELECT table_name::text AS name FROM information_schema.columns WHERE column_name = 'organisation_id' AND table_schema = 'public'`;
    for (const { name } of tables) {
      const [row] = await systemDb().$queryRawUnsafe<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM ${name} WHERE organisation_id = $1`,
        workspace.organisationId,
      );
      expect([name, row?.n]).toEqual([name, 0]);
    }
    expect(await systemDb().user.count({ where: { id: workspace.userId } })).toBe(1);
  });
});
