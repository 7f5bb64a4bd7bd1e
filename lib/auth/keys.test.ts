import { beforeEach, describe, expect, it } from "vitest";
import { makeWorkspace, randomMailbox, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { personOf } from "@/lib/operations/sign-up/found";
import { issueKey, type NewKey, reissueKey, revokeKey } from "./keys";

let mine: TestWorkspace;
let other: TestWorkspace;
beforeEach(async () => {
  [mine, other] = [await makeWorkspace(), await makeWorkspace("Somebody else")];
});

const db = systemDb;
const issue = ({ organisationId, companyId, userId }: TestWorkspace, more: Partial<NewKey> = {}) =>
  issueKey(db(), {
    organisationId,
    companyId,
    userId,
    name: "Agent",
    scopes: ["bookings:read"],
    parent: null,
    lifeSeconds: null,
    createdByActor: "test",
    ...more,
  });
const keyOf = ({ organisationId }: TestWorkspace, id: string) =>
  db().apiKey.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id } } });
const setKey = (id: string, data: object) => db().apiKey.updateMany({ where: { id }, data });
const revoke = (keyId: string, withDescendants = true) =>
  revokeKey(db(), { organisationId: mine.organisationId, keyId, reason: "leaked", byActor: "test", withDescendants });

/** Someone whom a key invited: still asked, or a member with a key of their own. */
async function plant(workspace: TestWorkspace, keyId: string) {
  const { organisationId, companyId } = workspace;
  const later = new Date(Date.now() + 86_400_000);
  const invite = (more: object = {}) =>
    db().teamInvite.create({
      data: {
        organisationId,
        companyId,
        id: newId("inv"),
        email: randomMailbox(),
        role: "staff",
        expiresAt: later,
        createdByKeyId: keyId,
        ...more,
      },
    });
  const member = async (more: { userId?: string; role?: string; removedAt?: Date } = {}) => {
    const userId = more.userId ?? (await personOf(db(), randomMailbox()));
    const made = await db().membership.create({
      data: {
        organisationId,
        id: newId("mem"),
        userId,
        defaultCompanyId: companyId,
        invitedByKeyId: keyId,
        role: "staff",
        ...more,
      },
    });
    const key = await issue(workspace, { userId });
    return { ...made, keyId: key.id };
  };
  return { invite, member };
}

describe("a new key", () => {
  it("names every key above it, nearest last, and lives as long as it is told on the database's clock", async () => {
    const parent = { id: mine.keyId, ancestorIds: ["key_root"] };
    const { id, apiKey } = await issue(mine, { parent, lifeSeconds: 3_600, allowedNetworks: ["10.0.0.0/8"] });
    const row = await keyOf(mine, id);
    expect(row).toMatchObject({
      parentId: mine.keyId,
      ancestorIds: ["key_root", mine.keyId],
      allowedNetworks: ["10.0.0.0/8"],
      prefix: apiKey.slice(0, 12),
      last4: apiKey.slice(-4),
      revokedAt: null,
    });
    expect(Math.abs(Number(row.expiresAt) - Number(row.createdAt) - 3_600_000)).toBeLessThan(1_000);
    expect(await keyOf(mine, (await issue(mine)).id)).toMatchObject({ expiresAt: null, ancestorIds: [] });
  });
});

describe("another secret for a key", () => {
  it("is given while it was neither used nor revoked, in its own organisation only", async () => {
    const { id, apiKey } = await issue(mine);
    expect(await reissueKey(db(), other.organisationId, id)).toBeUndefined();
    expect(await reissueKey(db(), mine.organisationId, newId("key"))).toBeUndefined();
    const again = await reissueKey(db(), mine.organisationId, id);
    expect(again).toMatch(/^fav_mcp_/);
    expect(again).not.toBe(apiKey);
    expect(await keyOf(mine, id)).toMatchObject({ last4: again?.slice(-4), prefix: again?.slice(0, 12) });
    for (const end of [{ firstUsedAt: new Date() }, { firstUsedAt: null, revokedAt: new Date() }]) {
      await setKey(id, end);
      const { hash } = await keyOf(mine, id);
      expect(await reissueKey(db(), mine.organisationId, id)).toBeUndefined();
      expect((await keyOf(mine, id)).hash).toBe(hash);
    }
  });
});

describe("a revocation", () => {
  it("ends this key alone when told so, counts a version up, and is not repeated", async () => {
    const child = await issue(mine, { parent: { id: mine.keyId, ancestorIds: [] } });
    const planted = await plant(mine, mine.keyId);
    const [invite, member] = [await planted.invite(), await planted.member()];
    expect(await revoke(mine.keyId, false)).toEqual({ keyIds: [mine.keyId], inviteIds: [], memberIds: [] });
    const ended = await keyOf(mine, mine.keyId);
    expect(ended).toMatchObject({ revokedReason: "leaked", revokedByActor: "test", version: 2 });
    for (const id of [child.id, member.keyId]) expect((await keyOf(mine, id)).revokedAt).toBeNull();
    expect(await db().teamInvite.count({ where: { id: invite.id, revokedAt: null } })).toBe(1);
    expect(await db().membership.count({ where: { id: member.id, removedAt: null } })).toBe(1);
    expect((await revoke(mine.keyId, false)).keyIds).toEqual([]);
    expect((await keyOf(mine, mine.keyId)).revokedAt).toEqual(ended.revokedAt);
  });

  it("takes along what the key and those below it planted, once, and leaves what others made", async () => {
    const child = await issue(mine, { parent: { id: mine.keyId, ancestorIds: [] } });
    const unrelated = await issue(mine);
    const [byMe, byChild, byOther] = [
      await plant(mine, mine.keyId),
      await plant(mine, child.id),
      await plant(mine, unrelated.id),
    ];
    const invites = [await byMe.invite(), await byChild.invite()];
    const members = [await byMe.member(), await byChild.member()];
    const past = new Date(Date.now() - 86_400_000);
    const kept = {
      invites: [
        await byOther.invite(),
        await byMe.invite({ acceptedAt: past }),
        await byMe.invite({ revokedAt: past }),
      ],
      members: [await byOther.member(), await byMe.member({ role: "owner" }), await byMe.member({ removedAt: past })],
    };

    const answer = await revoke(mine.keyId);
    expect(answer.keyIds.toSorted()).toEqual([mine.keyId, child.id].toSorted());
    expect(answer.inviteIds.toSorted()).toEqual(invites.map(({ id }) => id).toSorted());
    expect(answer.memberIds.toSorted()).toEqual(members.map(({ id }) => id).toSorted());

    const { organisationId } = mine;
    const inviteOf = (id: string) =>
      db().teamInvite.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id } } });
    const memberOf = (id: string) =>
      db().membership.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id } } });
    for (const { id } of invites) expect(await inviteOf(id)).toMatchObject({ revokedAt: expect.any(Date), version: 2 });
    for (const { id, keyId } of members) {
      expect(await memberOf(id)).toMatchObject({ removedAt: expect.any(Date), version: 2 });
      expect(await keyOf(mine, keyId)).toMatchObject({ revokedAt: expect.any(Date), revokedReason: "member removed" });
    }
    for (const invite of kept.invites) expect(await inviteOf(invite.id)).toEqual(invite);
    for (const { keyId, ...member } of kept.members) {
      expect(await memberOf(member.id)).toEqual(member);
      expect((await keyOf(mine, keyId)).revokedAt).toBeNull();
    }
    expect((await keyOf(mine, unrelated.id)).revokedAt).toBeNull();
  });

  it("keeps the first end of a member's key that was revoked before", async () => {
    const planted = await plant(mine, mine.keyId);
    const member = await planted.member();
    await setKey(member.keyId, { revokedAt: new Date(0), revokedReason: "rotated" });
    await revoke(mine.keyId);
    expect(await keyOf(mine, member.keyId)).toMatchObject({ revokedAt: new Date(0), revokedReason: "rotated" });
  });

  it("stays in its organisation, even where another has the very same ids", async () => {
    // Ids are unique in an organisation; nothing may rest on their being unique in the world.
    const { id: child } = await issue(mine, { parent: { id: mine.keyId, ancestorIds: [] } });
    await setKey(other.keyId, { id: mine.keyId });
    const theirs = await issue(other, { parent: { id: mine.keyId, ancestorIds: [] } });
    const planted = await plant(other, mine.keyId);
    const deeper = await plant(other, child);
    const invites = [await planted.invite(), await deeper.invite()];
    const member = await planted.member();
    // A person may be a member here and there.
    const ours = await plant(mine, mine.keyId);
    const both = await ours.member({ userId: member.userId });

    // Below the key over there, and nothing to it here.
    await setKey((await issue(mine)).id, { id: theirs.id });
    const apart = await plant(mine, theirs.id);
    await apart.invite();
    await apart.member();

    const answer = await revoke(mine.keyId);
    expect(answer).toMatchObject({ inviteIds: [], memberIds: [both.id] });
    expect((await keyOf(other, mine.keyId)).revokedAt).toBeNull();
    for (const id of [theirs.id, member.keyId]) expect((await keyOf(other, id)).revokedAt).toBeNull();
    const { organisationId } = other;
    expect(await db().teamInvite.count({ where: { organisationId, revokedAt: null } })).toBe(invites.length);
    expect(await db().membership.count({ where: { organisationId, removedAt: null } })).toBe(2);
  });
});
