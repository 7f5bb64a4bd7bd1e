import { beforeEach, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import {
  asPerson,
  auditOf,
  makeWorkspace,
  randomMailbox,
  stranger,
  type TestWorkspace,
  withScopes,
} from "@/e2e/support/workspace";
import { authenticateKey } from "@/lib/auth/authenticate";
import { codeOf } from "@/lib/auth/codes";
import { readInviteToken } from "@/lib/auth/invites";
import { hashKey, isWellFormedKey } from "@/lib/auth/keys";
import { systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { acceptTeamInviteRequest } from "../team/accept-team-invite-request";
import { acceptTeamInviteVerify } from "../team/accept-team-invite-verify";
import { createTeamMemberInvite } from "../team/create-team-member-invite";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";
import { revokeApiKey } from "./revoke-api-key";
import { rotateApiKey } from "./rotate-api-key";

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await makeWorkspace();
});

/** Whoever calls with this key, as the endpoint would see them; undefined when the key is refused. */
async function callerOf(apiKey: string): Promise<Caller | undefined> {
  const request = new Request("http://localhost/mcp", { headers: { authorization: `Bearer ${apiKey}` } });
  const caller = await authenticateKey(request);
  return typeof caller === "string" ? undefined : caller;
}

async function knownCaller(apiKey: string): Promise<Caller> {
  const caller = await callerOf(apiKey);
  if (!caller) throw new Error("the key does not work");
  return caller;
}

const create = async (caller: Caller, args: object = {}) =>
  (await execute(createApiKey, caller, { name: "Agent", ...args })).data;
const expireIn = (id: string, seconds: number) =>
  systemDb()
    .$executeRaw`UPDATE api_keys SET expires_at = now() + ${seconds}::int * interval '1 second' WHERE id = ${id}`;

describe("create_api_key", () => {
  it("shows the key once, stores its hash, audits it without it, and mails the owner a way to kill it", async () => {
    const { key, apiKey, nextSteps } = await create(workspace.caller, { scopes: ["bookings:read"], expiresInDays: 30 });
    expect(isWellFormedKey(apiKey)).toBe(true);
    expect(key).toMatchObject({
      name: "Agent",
      scopes: ["bookings:read"],
      status: "active",
      parentId: workspace.keyId,
    });
    expect(key.key).toBe(`${apiKey.slice(0, 12)}…${apiKey.slice(-4)}`);
    expect(nextSteps).toContain("Authorization: Bearer");
    expect(nextSteps).not.toContain(apiKey);
    const row = await systemDb().apiKey.findFirstOrThrow({ where: { id: key.id } });
    expect(row.hash).toBe(hashKey(apiKey));
    expect(Number(row.expiresAt) - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
    const audit = await auditOf(workspace.organisationId, "create_api_key");
    expect(audit).toMatchObject([{ outcome: "done", entityId: key.id }]);
    const mails = await systemDb().outboxMail.findMany({ where: { organisationId: workspace.organisationId } });
    expect(mails).toMatchObject([{ template: "new_key", recipient: workspace.email }]);
    for (const stored of [row, audit, mails]) expect(JSON.stringify(stored)).not.toContain(apiKey);
    expect(JSON.stringify(mails)).toContain("/not-me?t=");
  });

  it("never makes a key wider than the key that asks", async () => {
    const narrow = withScopes(workspace.caller, ["keys:write", "bookings:read"]);
    const error = await refusal(create(narrow, { scopes: ["bookings:read", "team:write"] }));
    expect(error).toMatchObject({ code: "scope_missing", details: { scope: "team:write", field: "scopes" } });
    expect((await create(narrow)).key.scopes.toSorted()).toEqual(["bookings:read", "keys:write"]);
  });

  it("never makes a key that outlives the key that asks", async () => {
    await expireIn(workspace.keyId, 3 * 86_400);
    const caller = await knownCaller(workspace.apiKey);
    const error = await refusal(create(caller, { expiresInDays: 4 }));
    expect(error).toMatchObject({ code: "forbidden", details: { field: "expiresInDays" } });
    const parent = await systemDb().apiKey.findFirstOrThrow({ where: { id: workspace.keyId } });
    const unasked = await create(caller);
    expect(Date.parse(unasked.key.expiresAt ?? "")).toBeLessThanOrEqual(Number(parent.expiresAt));
    const grandchild = await create(await knownCaller(unasked.apiKey));
    expect(Date.parse(grandchild.key.expiresAt ?? "")).toBeLessThanOrEqual(Number(parent.expiresAt));
  });

  it("rejects bad input by field, rule and example", async () => {
    for (const [args, field] of [
      [{ name: "" }, "name"],
      [{ name: "two\nlines" }, "name"],
      [{ scopes: [] }, "scopes"],
      [{ scopes: ["everything:do"] }, "scopes.0"],
      [{ expiresInDays: 0 }, "expiresInDays"],
      [{ expiresInDays: 1.5 }, "expiresInDays"],
      [{ allowedNetworks: ["10.0.0.0/99"] }, "allowedNetworks.0"],
      [{ companyId: "co_000000000000000000000000" }, "companyId"],
    ] as const) {
      const error = await refusal(create(workspace.caller, args));
      expect(error.details?.field, JSON.stringify(args)).toBe(field);
    }
    expect(await systemDb().apiKey.count({ where: { organisationId: workspace.organisationId } })).toBe(1);
  });

  it("gives a lost answer again: the same key record, a new secret, until somebody used it", async () => {
    const args = { idempotencyKey: "create-key-0001" };
    const first = await create(workspace.caller, args);
    const again = await create(workspace.caller, args);
    expect(again.key.id).toBe(first.key.id);
    expect(await callerOf(first.apiKey)).toBeUndefined();
    expect((await callerOf(again.apiKey))?.key?.id).toBe(first.key.id);
    expect((await refusal(create(workspace.caller, args))).code).toBe("idempotency_conflict");
  });
});

describe("rotate_api_key", () => {
  const rotate = async (caller: Caller, keyId: string, overlap?: string) =>
    (await execute(rotateApiKey, caller, { keyId, ...(overlap ? { overlap } : {}) })).data;

  it("issues a successor with the same rights; the old key ends at once or after the overlap (case 41)", async () => {
    const atOnce = await create(workspace.caller, { scopes: ["bookings:read"] });
    const next = await rotate(workspace.caller, atOnce.key.id, "none");
    expect(next.key).toMatchObject({ name: "Agent", scopes: ["bookings:read"], status: "active" });
    expect(next.replaced.replacedById).toBe(next.key.id);
    expect([await callerOf(atOnce.apiKey), (await callerOf(next.apiKey))?.key?.id]).toEqual([undefined, next.key.id]);

    const later = await create(workspace.caller);
    const successor = await rotate(workspace.caller, later.key.id, "1h");
    expect(await callerOf(later.apiKey)).toBeDefined();
    expect(Date.parse(successor.replaced.expiresAt ?? "") - Date.now()).toBeGreaterThan(59 * 60_000);
    await expireIn(later.key.id, 0);
    expect([await callerOf(later.apiKey), (await callerOf(successor.apiKey))?.key?.id]).toEqual([
      undefined,
      successor.key.id,
    ]);
  });

  it("never lengthens a life: the successor ends when the old key would have, the overlap no later", async () => {
    const short = await create(workspace.caller, { expiresInDays: 1 });
    await expireIn(short.key.id, 600);
    const next = await rotate(workspace.caller, short.key.id, "24h");
    for (const end of [next.key.expiresAt, next.replaced.expiresAt]) {
      expect(Date.parse(end ?? "")).toBeLessThanOrEqual(Date.now() + 600_000);
    }
  });

  it("works once for a key, and only within the family", async () => {
    const child = await create(workspace.caller, { scopes: ["keys:write", "keys:read"] });
    const nosy = await knownCaller(child.apiKey);
    expect((await refusal(rotate(nosy, workspace.keyId))).code).toBe("forbidden");
    await rotate(workspace.caller, child.key.id, "1h");
    expect((await refusal(rotate(workspace.caller, child.key.id))).code).toBe("precondition_failed");
    expect((await refusal(rotate(workspace.caller, "key_000000000000000000000000"))).code).toBe("not_found");
  });
});

describe("revoke_api_key", () => {
  const revoke = async (caller: Caller, keyId: string, more: object = {}) =>
    (await execute(revokeApiKey, caller, { keyId, ...more })).data;

  it("ends the key with the answer that confirms it, and keeps who and why", async () => {
    const { key, apiKey } = await create(workspace.caller);
    expect(await callerOf(apiKey)).toBeDefined();
    const answer = await revoke(workspace.caller, key.id, { reason: "Pasted into a chat" });
    expect(await callerOf(apiKey)).toBeUndefined();
    expect(answer.key).toMatchObject({ status: "revoked", revokedReason: "Pasted into a chat" });
    expect(await auditOf(workspace.organisationId, "revoke_api_key")).toMatchObject([
      { outcome: "done", entityId: key.id },
    ]);
  });

  it("takes along what a stolen key planted: keys, invites, members (case 76)", async () => {
    const stolen = await create(workspace.caller);
    const thief = await knownCaller(stolen.apiKey);
    const planted = await create(thief, { scopes: ["bookings:read", "keys:write", "team:send"] });
    const deeper = await create(await knownCaller(planted.apiKey), { scopes: ["bookings:read"] });
    const invite = async () =>
      (await execute(createTeamMemberInvite, await knownCaller(planted.apiKey), { email: randomMailbox() })).data;
    const pending = await invite();
    const accepted = await invite();
    const member = await join(accepted.token);

    const answer = await revoke(workspace.caller, stolen.key.id);
    const memberKey = await systemDb().apiKey.findFirstOrThrow({ where: { userId: member.userId } });
    expect(answer.revokedKeyIds.toSorted()).toEqual(
      [stolen.key.id, planted.key.id, deeper.key.id, memberKey.id].toSorted(),
    );
    expect(answer.revokedInviteIds).toEqual([pending.inviteId]);
    expect(answer.removedMemberIds).toEqual([member.memberId]);
    for (const key of [stolen.apiKey, planted.apiKey, deeper.apiKey, member.apiKey])
      expect(await callerOf(key)).toBeUndefined();
    expect((await refusal(join(pending.token))).code).toBe("invite_invalid");
    expect(await callerOf(workspace.apiKey)).toBeDefined();
  });

  it("leaves what it planted alone when told so", async () => {
    const parent = await create(workspace.caller);
    const child = await create(await knownCaller(parent.apiKey));
    const answer = await revoke(workspace.caller, parent.key.id, { withDescendants: false });
    expect(answer).toMatchObject({ revokedKeyIds: [parent.key.id], revokedInviteIds: [], removedMemberIds: [] });
    expect([await callerOf(parent.apiKey), (await callerOf(child.apiKey))?.key?.id]).toEqual([undefined, child.key.id]);
  });

  it("lets a key end only itself and its descendants, a person any key", async () => {
    const [left, right] = [await create(workspace.caller), await create(workspace.caller)];
    const agent = await knownCaller(left.apiKey);
    for (const id of [right.key.id, workspace.keyId]) expect((await refusal(revoke(agent, id))).code).toBe("forbidden");
    await revoke(agent, left.key.id);
    expect(await callerOf(left.apiKey)).toBeUndefined();
    await revoke(asPerson(workspace.caller), workspace.keyId);
    expect(await callerOf(workspace.apiKey)).toBeUndefined();
  });

  it("may be repeated: the first revocation stands", async () => {
    const { key } = await create(workspace.caller);
    const first = await revoke(workspace.caller, key.id, { reason: "first" });
    const second = await revoke(workspace.caller, key.id, { reason: "second" });
    expect(second.key).toMatchObject({ revokedAt: first.key.revokedAt, revokedReason: "first" });
    expect(second.revokedKeyIds).toEqual([]);
  });

  it("leaves a way back when the last key is gone: the portal still makes one (case 50)", async () => {
    await revoke(workspace.caller, workspace.keyId);
    const { apiKey } = await create(asPerson(workspace.caller));
    expect((await callerOf(apiKey))?.role).toBe("owner");
  });
});

/** Accepts an invitation with the code of its mail. */
async function join(token: string) {
  await execute(acceptTeamInviteRequest, stranger(), { token });
  const where = { purpose: "invite", payload: { path: ["inviteId"], equals: readInviteToken(token) ?? "" } };
  const newest = await systemDb().verificationRequest.findFirstOrThrow({ where, orderBy: { id: "desc" } });
  return (await execute(acceptTeamInviteVerify, stranger(), { token, code: codeOf(newest.id) })).data;
}

describe("list_api_keys", () => {
  const list = async (args: object = {}) => (await execute(listApiKeys, workspace.caller, args)).data;

  it("shows masks, makers and uses, newest first, page by page, never a whole key", async () => {
    const made = [await create(workspace.caller), await create(workspace.caller), await create(workspace.caller)];
    await execute(revokeApiKey, workspace.caller, { keyId: made[1]?.key.id });
    const all = await list();
    expect(all.items.map(({ id }) => id)).toEqual([made[2]?.key.id, made[0]?.key.id, workspace.keyId]);
    expect(JSON.stringify(all)).not.toMatch(/fav_mcp_[0-9A-Za-z]{36}/);
    expect((await list({ status: "all" })).items).toHaveLength(4);
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.nextCursor).toBeUndefined();
  });
});
