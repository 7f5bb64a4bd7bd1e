import { beforeAll, describe, expect, it } from "vitest";
import { addMember, browserWith, refusalOf, signedInBrowser } from "@/e2e/support/browser";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { listServices } from "@/lib/operations/services/list-services";
import { assertConfirmed } from "./sessions";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
});

const change = (id: string, column: "idle_expires_at" | "expires_at" | "revoked_at" | "last_seen_at", offset: string) =>
  systemDb().$executeRawUnsafe(`UPDATE sessions SET ${column} = now() + interval '${offset}' WHERE id = $1`, id);

describe("a session", () => {
  it("makes its browser the person, in the person's role and company", async () => {
    const { caller } = await signedInBrowser(workspace);
    expect(await caller()).toMatchObject({
      actor: { type: "user", id: workspace.userId },
      role: "owner",
      workspace: { organisationId: workspace.organisationId, companyId: workspace.companyId },
      key: null,
    });
  });

  it("is stored as a hash only", async () => {
    const { id, token } = await signedInBrowser(workspace);
    const row = await systemDb().session.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
  });

  it.each([
    ["forged", "A".repeat(43)],
    ["malformed", "' OR true --"],
    ["missing", undefined],
  ])("is nobody's when its token is %s", async (_kind, token) => {
    expect(await browserWith(token)).toMatchObject({ actor: { type: "anonymous" }, userId: null, session: null });
  });

  it.each([
    ["idle_expires_at", "after seven idle days"],
    ["expires_at", "after thirty days whatever happens"],
    ["revoked_at", "once it was ended"],
  ] as const)("ends (%s) %s", async (column, _when) => {
    const { id, caller } = await signedInBrowser(workspace);
    await change(id, column, "-1 second");
    expect((await caller()).userId).toBeNull();
  });

  it("lives seven days from its last use and never past thirty", async () => {
    const { id, caller } = await signedInBrowser(workspace);
    await change(id, "last_seen_at", "-2 hours");
    await change(id, "idle_expires_at", "1 hour");
    await change(id, "expires_at", "3 days");
    await caller();
    const row = await systemDb().session.findUniqueOrThrow({ where: { id } });
    expect(row.idleExpiresAt).toEqual(row.expiresAt);
    expect(Date.now() - row.lastSeenAt.getTime()).toBeLessThan(10_000);
  });

  it("feels a changed role with the next request", async () => {
    const { userId, memberId } = await addMember(workspace, "manager");
    const { caller } = await signedInBrowser(workspace, userId);
    expect((await caller()).scopes.has("bookings:write")).toBe(true);
    await systemDb().membership.updateMany({ where: { id: memberId }, data: { role: "staff" } });
    const after = await caller();
    expect(after.role).toBe("staff");
    expect(after.scopes.has("invoices:write")).toBe(false);
  });

  it("keeps the person but loses the workspace with the membership", async () => {
    const { userId, memberId } = await addMember(workspace, "manager");
    const { caller } = await signedInBrowser(workspace, userId);
    await systemDb().membership.updateMany({ where: { id: memberId }, data: { removedAt: new Date() } });
    expect(await caller()).toMatchObject({ userId, workspace: null, role: null });
    expect((await caller()).scopes.size).toBe(0);
    expect((await refusalOf(execute(listServices, await caller(), {}))).code).toBe("forbidden");
  });

  it("loses the workspace when the organisation is deleted (case 60)", async () => {
    const other = await makeWorkspace();
    const { caller } = await signedInBrowser(other);
    await systemDb().organisation.update({ where: { id: other.organisationId }, data: { deletedAt: new Date() } });
    expect((await caller()).workspace).toBeNull();
  });

  it("moves on to a live company when its own was archived", async () => {
    const other = await makeWorkspace();
    const { caller } = await signedInBrowser(other);
    const company = { organisationId: other.organisationId, name: "Second", timezone: "UTC", currency: "USD" };
    await systemDb().company.create({ data: { ...company, id: `co_${"2".repeat(24)}` } });
    await systemDb().company.updateMany({
      where: { organisationId: other.organisationId, id: other.companyId },
      data: { archivedAt: new Date() },
    });
    expect((await caller()).workspace?.companyName).toBe("Second");
  });

  it("opens the danger zone for ten minutes after a proof", async () => {
    const { id, caller } = await signedInBrowser(workspace);
    const check = async () => assertConfirmed(await caller());
    expect((await refusalOf(check())).code).toBe("confirmation_required");
    await systemDb().$executeRaw`UPDATE sessions SET confirmed_at = now() - interval '9 minutes' WHERE id = ${id}`;
    await check();
    await systemDb().$executeRaw`UPDATE sessions SET confirmed_at = now() - interval '11 minutes' WHERE id = ${id}`;
    expect((await refusalOf(check())).code).toBe("confirmation_required");
    expect(() => assertConfirmed(workspace.caller)).toThrow(/signed in to the portal/);
  });
});
