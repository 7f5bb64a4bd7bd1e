import { createHash, randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { POST as cancelRoute } from "@/app/api/pairings/[id]/cancel/route";
import { POST as pollRoute } from "@/app/api/pairings/[id]/poll/route";
import { POST as beginRoute } from "@/app/api/pairings/route";
import { addMember, refusalOf, signedInBrowser } from "@/e2e/support/browser";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { authenticateKey } from "@/lib/auth/authenticate";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { createCompany } from "../companies/create-company";
import { approvePairing } from "./approve-pairing";
import { findPairing } from "./find-pairing";
import { refusePairing } from "./refuse-pairing";

let workspace: TestWorkspace;

beforeEach(async () => {
  workspace = await makeWorkspace();
});

const owner = async () => (await signedInBrowser(workspace)).caller();
const json = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  new Request(`http://localhost:3000${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "favcrm-cli/0.1.0", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

async function begin(more: object = {}) {
  const pollSecret = randomBytes(32).toString("base64url");
  const pollChallenge = createHash("sha256").update(pollSecret).digest("base64url");
  const answer = await beginRoute(json("/api/pairings", { deviceName: "favcrm on linux", pollChallenge, ...more }));
  return { status: answer.status, pollSecret, ...((await answer.json()) as { pairingId: string; userCode: string }) };
}

/** Polls as if the interval had passed. */
async function poll(pairing: { pairingId: string; pollSecret: string }, isPatient = true) {
  if (isPatient)
    await systemDb().$executeRaw`UPDATE pairings SET last_polled_at = NULL WHERE id = ${pairing.pairingId}`;
  const path = `/api/pairings/${pairing.pairingId}/poll`;
  const params = Promise.resolve({ id: pairing.pairingId });
  const answer = await pollRoute(json(path, { pollSecret: pairing.pollSecret }), { params });
  return {
    http: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Record<string, never> & { apiKey: string },
  };
}

describe("pairing", () => {
  it("hands the key to the waiting program, once, with what the owner allowed", async () => {
    const pairing = await begin({ scopes: ["bookings:read", "bookings:write"] });
    expect(pairing).toMatchObject({ status: 201, verificationUrl: "http://localhost:3000/pair", intervalSeconds: 2 });
    expect(pairing.userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect((await poll(pairing)).body).toMatchObject({ status: "pending" });
    const { data: seen } = await execute(findPairing, await owner(), {
      userCode: pairing.userCode.toLowerCase().replace("-", " "),
    });
    expect(seen).toMatchObject({ deviceName: "favcrm on linux", scopes: ["bookings:read", "bookings:write"] });
    await execute(approvePairing, await owner(), {
      userCode: pairing.userCode,
      scopes: ["bookings:read"],
      expiresInDays: 30,
    });
    expect(await systemDb().apiKey.count({ where: { organisationId: workspace.organisationId } })).toBe(1);
    const { body, headers } = await poll(pairing);
    expect(body).toMatchObject({ status: "approved", companyId: workspace.companyId, scopes: ["bookings:read"] });
    expect(headers.get("cache-control")).toBe("no-store");
    const request = new Request("http://localhost:3000/mcp", { headers: { authorization: `Bearer ${body.apiKey}` } });
    expect(await authenticateKey(request)).toMatchObject({
      scopes: new Set(["bookings:read"]),
      userId: workspace.userId,
    });
    expect((await poll(pairing)).body).toEqual(expect.objectContaining({ status: "delivered" }));
    const mails = await systemDb().outboxMail.findMany({ where: { recipient: workspace.email, template: "new_key" } });
    expect(mails).toHaveLength(1);
    const stored = JSON.stringify([
      await systemDb().pairing.findUnique({ where: { id: pairing.pairingId } }),
      await auditOf(workspace.organisationId, "collect_paired_key"),
      mails,
    ]);
    for (const secret of [body.apiKey, pairing.pollSecret, pairing.userCode]) expect(stored).not.toContain(secret);
  });

  it("gives the key to exactly one of twenty polls at the same moment", async () => {
    const pairing = await begin();
    await execute(approvePairing, await owner(), { userCode: pairing.userCode });
    const answers = await Promise.all(Array.from({ length: 20 }, () => poll(pairing)));
    expect(answers.filter(({ body }) => body.apiKey !== undefined)).toHaveLength(1);
    expect(await systemDb().apiKey.count({ where: { organisationId: workspace.organisationId } })).toBe(2);
  });

  it("answers an unknown id, a wrong secret and a malformed one alike", async () => {
    const pairing = await begin();
    const wrong = { ...pairing, pollSecret: randomBytes(32).toString("base64url") };
    const malformed = { ...pairing, pollSecret: "?" };
    const unknown = { ...pairing, pairingId: `pair_${"0".repeat(24)}` };
    for (const attempt of [wrong, malformed, unknown]) {
      const { http, body } = await poll(attempt);
      expect([http, body.error]).toMatchObject([404, { code: "pairing_not_found" }]);
    }
  });

  it("slows down who polls too soon", async () => {
    const pairing = await begin();
    await poll(pairing);
    const { http, headers, body } = await poll(pairing, false);
    expect([http, headers.get("retry-after"), body.error]).toMatchObject([429, "7", { code: "slow_down" }]);
    expect((await poll(pairing)).body).toMatchObject({ status: "pending", intervalSeconds: 7 });
  });

  it("ends when it is refused, cancelled or ten minutes old", async () => {
    const refused = await begin();
    await execute(refusePairing, await owner(), { userCode: refused.userCode });
    expect((await poll(refused)).body).toMatchObject({ status: "refused" });

    const cancelled = await begin();
    const path = `/api/pairings/${cancelled.pairingId}/cancel`;
    const params = Promise.resolve({ id: cancelled.pairingId });
    expect((await cancelRoute(json(path, { pollSecret: cancelled.pollSecret }), { params })).status).toBe(204);
    expect((await poll(cancelled)).body).toMatchObject({ status: "expired" });

    const old = await begin();
    await execute(approvePairing, await owner(), { userCode: old.userCode });
    await systemDb()
      .$executeRaw`UPDATE pairings SET expires_at = now() - interval '1 second' WHERE id = ${old.pairingId}`;
    expect((await poll(old)).body).toMatchObject({ status: "expired" });
    expect(await systemDb().apiKey.count({ where: { organisationId: workspace.organisationId } })).toBe(1);
    for (const { userCode } of [refused, cancelled, old]) {
      expect((await refusalOf(execute(findPairing, await owner(), { userCode }))).code).toBe("code_incorrect");
    }
  });

  it("makes no key when the approver lost the right, or the organisation was deleted, meanwhile", async () => {
    const demoted = await begin();
    await execute(approvePairing, await owner(), { userCode: demoted.userCode });
    await systemDb().membership.updateMany({ where: { userId: workspace.userId }, data: { role: "manager" } });
    expect((await poll(demoted)).body).toMatchObject({ status: "refused" });
    await systemDb().membership.updateMany({ where: { userId: workspace.userId }, data: { role: "owner" } });

    const orphaned = await begin();
    await execute(approvePairing, await owner(), { userCode: orphaned.userCode });
    await systemDb().organisation.update({ where: { id: workspace.organisationId }, data: { deletedAt: new Date() } });
    expect((await poll(orphaned)).body).toMatchObject({ status: "refused" });
    expect(await systemDb().apiKey.count({ where: { organisationId: workspace.organisationId } })).toBe(1);
  });

  it("is decided only by a signed-in person who may make keys, with no more than was asked for", async () => {
    const { userCode } = await begin({ scopes: ["bookings:read"] });
    expect((await refusalOf(execute(approvePairing, workspace.caller, { userCode }))).code).toBe("forbidden");
    const { userId } = await addMember(workspace, "manager");
    const manager = await (await signedInBrowser(workspace, userId)).caller();
    expect((await refusalOf(execute(findPairing, manager, { userCode }))).code).toBe("forbidden");
    const wider = execute(approvePairing, await owner(), { userCode, scopes: ["keys:write"] });
    expect((await refusalOf(wider)).code).toBe("scope_missing");
    const { data: foreign } = await execute(createCompany, (await makeWorkspace()).caller, { name: "Not yours" });
    const elsewhere = execute(approvePairing, await owner(), { userCode, companyId: foreign.id });
    expect((await refusalOf(elsewhere)).code).toBe("not_found");
  });

  it("is decided once", async () => {
    const { userCode } = await begin();
    const caller = await owner();
    const decisions = await Promise.allSettled([
      execute(approvePairing, caller, { userCode }),
      execute(refusePairing, caller, { userCode }),
    ]);
    expect(decisions.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("closes the form after ten wrong codes, also for the right one", async () => {
    const { userCode } = await begin();
    const caller = await owner();
    for (let guess = 0; guess < 10; guess++) {
      const error = await refusalOf(execute(findPairing, caller, { userCode: "BBBBBBBB" }));
      expect(error.code).toBe("code_incorrect");
    }
    expect((await refusalOf(execute(findPairing, caller, { userCode }))).code).toBe("rate_limited");
  });

  it.each([
    ["no JSON", "{", 400],
    ["an array", "[]", 400],
    ["a body over 4 kB", JSON.stringify({ deviceName: "x".repeat(5_000) }), 400],
    ["an unknown scope", { deviceName: "x", pollChallenge: "A".repeat(43), scopes: ["everything"] }, 400],
    ["a line break in the name", { deviceName: "a\nb", pollChallenge: "A".repeat(43) }, 400],
    ["an unknown field", { deviceName: "x", pollChallenge: "A".repeat(43), userCode: "BCDFGHJK" }, 400],
  ])("refuses %s", async (_what, body, status) => {
    expect((await beginRoute(json("/api/pairings", body))).status).toBe(status);
  });

  it("refuses a page of another site, and lets programs through that send no Origin", async () => {
    const body = { deviceName: "x", pollChallenge: "A".repeat(43) };
    expect((await beginRoute(json("/api/pairings", body, { origin: "https://evil.example" }))).status).toBe(403);
    expect((await beginRoute(json("/api/pairings", body, { origin: "null" }))).status).toBe(403);
    expect((await beginRoute(json("/api/pairings", body, { origin: "http://localhost:3000" }))).status).toBe(201);
  });
});
