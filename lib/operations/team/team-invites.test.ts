import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { statementsOf } from "@/e2e/support/statements";
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
import { effectiveScopes, ROLE_SCOPES } from "@/lib/auth/scopes";
import { systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { createApiKey } from "../keys/create-api-key";
import { createService } from "../services/create-service";
import { assignStaffToService } from "../staff/assign-staff-to-service";
import { createStaffMember } from "../staff/create-staff-member";
import { acceptTeamInviteRequest } from "./accept-team-invite-request";
import { acceptTeamInviteVerify } from "./accept-team-invite-verify";
import { createTeamMemberInvite } from "./create-team-member-invite";
import { listStaff } from "./list-staff";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});

const invite = async (args: object = {}, caller: Caller = workspace.caller) =>
  (await execute(createTeamMemberInvite, caller, { email: randomMailbox(), ...args })).data;
const askCode = async (token: string) => (await execute(acceptTeamInviteRequest, stranger(), { token })).data;
const verify = async (token: string, code: string, name?: string) =>
  (await execute(acceptTeamInviteVerify, stranger(), { token, code, ...(name ? { name } : {}) })).data;

/** The code that was mailed last for an invitation. */
async function codeFor(token: string): Promise<string> {
  const where = { purpose: "invite", payload: { path: ["inviteId"], equals: readInviteToken(token) ?? "" } };
  const { id } = await systemDb().verificationRequest.findFirstOrThrow({ where, orderBy: { id: "desc" } });
  return codeOf(id);
}

async function join(token: string, name?: string) {
  await askCode(token);
  return verify(token, await codeFor(token), name);
}

async function callerOf(apiKey: string): Promise<Caller> {
  const caller = await authenticateKey(
    new Request("http://localhost/mcp", { headers: { authorization: `Bearer ${apiKey}` } }),
  );
  if (typeof caller === "string") throw new Error(caller);
  return caller;
}

const wrong = (code: string) => (code === "000000" ? "000001" : "000000");

describe("create_team_member_invite", () => {
  it("mails the person, shows a token and a link once, and audits neither", async () => {
    const email = randomMailbox();
    const before = Date.now();
    const answer = await invite({ email, name: "Mei Chan", role: "manager", expiresInHours: 5 });
    expect(answer).toMatchObject({ email, role: "manager" });
    expect(answer.inviteUrl).toContain(`/join#${answer.token}`);
    expect(Date.parse(answer.expiresAt) - before).toBeGreaterThan(4.99 * 3_600_000);
    const mails = await systemDb().outboxMail.findMany({ where: { recipient: email } });
    expect(mails).toMatchObject([{ template: "team_invite", organisationId: workspace.organisationId }]);
    const audit = await auditOf(workspace.organisationId, "create_team_member_invite");
    const row = await systemDb().teamInvite.findFirstOrThrow({ where: { id: answer.inviteId } });
    for (const stored of [mails, audit, row]) expect(JSON.stringify(stored)).not.toContain(answer.token);
  });

  it("makes staff for 72 hours unless told otherwise", async () => {
    const { role, expiresAt } = await invite();
    expect(role).toBe("staff");
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 3_600_000)).toBe(72);
  });

  it("rejects bad input by field", async () => {
    for (const [args, field] of [
      [{ email: "nobody" }, "email"],
      [{ role: "owner" }, "role"],
      [{ expiresInHours: 0 }, "expiresInHours"],
      [{ expiresInHours: 337 }, "expiresInHours"],
      [{ name: "" }, "name"],
      [{ name: "x".repeat(121) }, "name"],
      [{ permissions: [{ module: "bookings", actions: [] }] }, "permissions.0.actions"],
      [{ permissions: [{ actions: ["read"], scope: "x" }] }, "permissions.0.scope"],
      [{ modules: "bookings" }, "modules"],
    ] as const) {
      expect((await refusal(invite(args))).details?.field, JSON.stringify(args)).toBe(field);
    }
  });

  it("reports that a person belongs already, and is safe to retry", async () => {
    expect(await refusal(invite({ email: workspace.email }))).toMatchObject({
      code: "conflict",
      details: { field: "email" },
    });
    const args = { email: randomMailbox(), idempotencyKey: "invite-mei-0001" };
    const [first, again] = [await invite(args), await invite(args)];
    expect(again).toEqual(first);
    expect(await systemDb().outboxMail.count({ where: { recipient: args.email } })).toBe(1);
  });
});

describe("accepting an invitation", () => {
  it("takes the token and the code of a second mail, joins once and gives a key of the role", async () => {
    const email = randomMailbox();
    const { token } = await invite({ email, role: "staff", name: "Mei" });
    const asked = await askCode(token);
    expect(asked).toMatchObject({ maskedEmail: expect.stringContaining("*@"), organisationName: "Stretch + Breathe" });
    expect(asked.instructions).toContain("accept_team_invite_verify");
    expect(await systemDb().user.count({ where: { email } })).toBe(0);
    const code = await codeFor(token);
    const joined = await verify(token, code, "Mei Chan");
    expect(joined).toMatchObject({ organisationId: workspace.organisationId, role: "staff" });
    const caller = await callerOf(joined.apiKey);
    expect(caller).toMatchObject({ role: "staff", userId: joined.userId });
    expect(caller.scopes).toEqual(ROLE_SCOPES.staff);
    const { items } = (await execute(listStaff, workspace.caller, {})).data;
    expect(items.find(({ id }) => id === joined.memberId)).toMatchObject({ name: "Mei Chan", email, role: "staff" });
    expect((await refusal(verify(token, code))).code).toBe("invite_invalid");
    expect((await refusal(askCode(token))).code).toBe("invite_invalid");
    const audit = JSON.stringify(await auditOf(workspace.organisationId, "accept_team_invite_verify"));
    for (const secret of [joined.apiKey, token]) expect(audit).not.toContain(secret);
  });

  it("invites and asks alike whether or not the mailbox has an account, statement by statement (case 4)", async () => {
    const { email: known } = await makeWorkspace("Elsewhere");
    const lookAt = async (email: string) => {
      let token = "";
      const inviting = await statementsOf(async () => {
        token = (await invite({ email })).token;
      });
      return { inviting, asking: await statementsOf(() => askCode(token)) };
    };
    const look = await lookAt(known);
    const mailed = Object.values(look).map((work) => work.filter((sql) => sql.includes("INSERT INTO outbox_mails")));
    expect(mailed.map(({ length }) => length)).toEqual([1, 1]);
    expect(await lookAt(randomMailbox())).toEqual(look);
  });

  it("allows five wrong codes, and never confuses an invitation's code with another's", async () => {
    const [mine, other] = [await invite(), await invite()];
    await askCode(mine.token);
    await askCode(other.token);
    const code = await codeFor(mine.token);
    const foreign = await codeFor(other.token);
    expect(await refusal(verify(mine.token, foreign === code ? wrong(code) : foreign))).toMatchObject({
      details: { attemptsLeft: 4 },
    });
    for (let left = 3; left >= 0; left--) {
      expect(await refusal(verify(mine.token, wrong(code)))).toMatchObject({
        code: "code_incorrect",
        details: { attemptsLeft: left },
      });
    }
    expect((await refusal(verify(mine.token, code))).code).toBe("code_locked");
    expect((await verify(other.token, foreign)).memberId).toMatch(/^mem_/);
  });

  it("makes one member of twenty parallel right codes", async () => {
    const { token, email } = await invite();
    await askCode(token);
    const code = await codeFor(token);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => verify(token, code)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const user = await systemDb().user.findUniqueOrThrow({ where: { email }, include: { memberships: true } });
    expect(user.memberships).toHaveLength(1);
    expect(await systemDb().apiKey.count({ where: { userId: user.id } })).toBe(1);
  });

  it("asks for many codes at once without running out of connections", async () => {
    const invites = await Promise.all(Array.from({ length: 30 }, () => invite()));
    const begun = performance.now();
    await Promise.all(invites.map(({ token }) => askCode(token)));
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  it("refuses a forged, altered, expired or revoked token alike", async () => {
    const { token, inviteId } = await invite();
    const expired = await invite();
    await systemDb().teamInvite.updateMany({
      where: { id: expired.inviteId },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    });
    const revoked = await invite();
    await systemDb().teamInvite.updateMany({ where: { id: revoked.inviteId }, data: { revokedAt: new Date() } });
    const forged = `fav_inv_${inviteId.replace("inv_", "")}_${"A".repeat(32)}`;
    const altered = token.slice(0, 10) + (token[10] === "x" ? "y" : "x") + token.slice(11);
    const bodies = await Promise.all(
      [forged, altered, "x", `${token}x`, expired.token, revoked.token].map(async (bad) =>
        JSON.stringify((await refusal(askCode(bad))).toBody()),
      ),
    );
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain("invite_invalid");
  });

  it("gives the new key no more than the inviting key had, and ends with it", async () => {
    const scopes = ["team:send", "bookings:read"] as const;
    const narrow = (
      await execute(createApiKey, workspace.caller, { name: "Inviter", scopes: [...scopes], expiresInDays: 1 })
    ).data;
    const inviter = await callerOf(narrow.apiKey);
    const joined = await join((await invite({ role: "manager" }, inviter)).token);
    const caller = await callerOf(joined.apiKey);
    expect(caller.scopes).toEqual(effectiveScopes("manager", scopes));
    expect(Number(caller.key?.expiresAt)).toBeLessThanOrEqual(Date.parse(narrow.key.expiresAt ?? ""));
    expect(caller.key?.ancestorIds).toEqual([workspace.keyId, narrow.key.id]);
    const late = await invite({}, inviter);
    await systemDb().apiKey.updateMany({ where: { id: narrow.key.id }, data: { revokedAt: new Date() } });
    await askCode(late.token);
    expect((await refusal(verify(late.token, await codeFor(late.token)))).code).toBe("invite_invalid");
  });

  it("brings a person who left back in, with the new role", async () => {
    const email = randomMailbox();
    const first = await join((await invite({ email })).token);
    await systemDb().membership.updateMany({ where: { id: first.memberId }, data: { removedAt: new Date() } });
    await systemDb().rateLimit.deleteMany({ where: { key: { contains: email } } });
    const second = await join((await invite({ email, role: "manager" })).token);
    expect(second).toMatchObject({ memberId: first.memberId, userId: first.userId, role: "manager" });
  });

  it("by a person of the portal gives the role's whole scopes and belongs to no key", async () => {
    const joined = await join((await invite({ role: "manager" }, asPerson(workspace.caller))).token);
    const caller = await callerOf(joined.apiKey);
    expect(caller.scopes).toEqual(ROLE_SCOPES.manager);
    expect(caller.key?.ancestorIds).toEqual([]);
  });
});

describe("list_staff", () => {
  const list = async (args: object = {}, caller: Caller = workspace.caller) =>
    (await execute(listStaff, caller, args)).data;

  it("finds people by part of name or address, page by page, and nobody of elsewhere", async () => {
    const own = await makeWorkspace();
    const email = randomMailbox();
    const person = await join((await invite({ email, name: "Chan Tai Man" }, own.caller)).token);
    expect((await list({ search: "tai m" }, own.caller)).items.map(({ id }) => id)).toEqual([person.memberId]);
    expect((await list({ search: email.slice(4, 20).toUpperCase() }, own.caller)).items).toHaveLength(1);
    expect((await list({ search: workspace.email }, own.caller)).items).toEqual([]);
    const first = await list({ limit: 1 }, own.caller);
    const second = await list({ limit: 1, cursor: first.nextCursor }, own.caller);
    expect([first.items[0]?.userId, second.items[0]?.userId]).toEqual([own.userId, person.userId]);
    expect(second.nextCursor).toBeUndefined();
  });

  it("takes % and _ for letters, and refuses limits out of bounds", async () => {
    expect((await list({ search: "%" })).items).toEqual([]);
    expect((await list({ search: "_" })).items.every(({ email, name }) => `${email}${name}`.includes("_"))).toBe(true);
    for (const limit of [0, 101, 1.5, "20"]) expect((await refusal(list({ limit }))).details?.field).toBe("limit");
    expect((await refusal(list({}, withScopes(workspace.caller, ["bookings:read"])))).code).toBe("scope_missing");
  });
});

describe("a bookable person without a login", () => {
  it("becomes one person with the login once the invitation is accepted, by whichever id", async () => {
    const email = randomMailbox();
    const { id } = (await execute(createStaffMember, workspace.caller, { name: "Anna", email: email.toUpperCase() }))
      .data;
    const { token } = await invite({ email });
    const { userId, memberId } = await join(token);
    const service = { name: "Massage", durationMinutes: 60, requiresStaff: true };
    const serviceId = (await execute(createService, workspace.caller, service)).data.id;
    for (const named of [id, userId, memberId]) {
      const linked = await execute(assignStaffToService, workspace.caller, { serviceId, userId: named });
      expect(JSON.stringify(linked.data)).toContain(id);
    }
    const people = await systemDb().staffMember.findMany({ where: { organisationId: workspace.organisationId } });
    expect(people.map((person) => [person.id, person.userId])).toEqual([[id, userId]]);
  });
});
