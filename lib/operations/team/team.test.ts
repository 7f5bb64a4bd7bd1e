import { beforeEach, describe, expect, it } from "vitest";
import { addMember, browserWith, refusalOf, signedInBrowser } from "@/e2e/support/browser";
import { asPerson, auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { authenticateKey } from "@/lib/auth/authenticate";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { confirmKeysReviewed } from "../keys/confirm-keys-reviewed";
import { createApiKey } from "../keys/create-api-key";
import { getApiKey } from "../keys/get-api-key";
import { previewKeyRevocation } from "../keys/preview-key-revocation";
import { renameApiKey } from "../keys/rename-api-key";
import { revokeApiKey } from "../keys/revoke-api-key";
import { getMyProfile } from "../profile/get-my-profile";
import { changeMemberRole } from "./change-member-role";
import { createTeamMemberInvite } from "./create-team-member-invite";
import { listTeamInvites } from "./list-team-invites";
import { removeMember } from "./remove-member";
import { resendTeamInvite } from "./resend-team-invite";
import { revokeTeamInvite } from "./revoke-team-invite";

let workspace: TestWorkspace;
let foreign: TestWorkspace;

beforeEach(async () => {
  [workspace, foreign] = [await makeWorkspace(), await makeWorkspace()];
});

const owner = async () => (await signedInBrowser(workspace)).caller();
const knock = (apiKey: string) =>
  authenticateKey(new Request("http://localhost:3000/mcp", { headers: { authorization: `Bearer ${apiKey}` } }));

describe("a member", () => {
  it("is removed at once, with browser, keys and what the keys planted", async () => {
    const { userId, memberId } = await addMember(workspace, "owner");
    const browser = await signedInBrowser(workspace, userId);
    const key = await execute(createApiKey, await browser.caller(), { name: "Theirs" });
    const child = await execute(
      createApiKey,
      { ...workspace.caller, key: { id: key.data.key.id, ancestorIds: [], expiresAt: null }, userId },
      { name: "Planted" },
    );
    await systemDb().membership.updateMany({ where: { id: memberId }, data: { role: "manager" } });
    const { data } = await execute(removeMember, await owner(), { memberId });
    expect(data.revokedKeys).toBe(2);
    expect(await knock(key.data.apiKey)).toBe("invalid_token");
    expect(await knock(child.data.apiKey)).toBe("invalid_token");
    expect((await browserWith(browser.token)).workspace).toBeNull();
    expect(await auditOf(workspace.organisationId, "remove_member")).toHaveLength(1);
  });

  it("changes role for browsers and keys at once, and never the owner this way", async () => {
    const { memberId } = await addMember(workspace, "staff");
    const { data } = await execute(changeMemberRole, await owner(), { memberId, role: "manager", expectedVersion: 1 });
    expect(data).toMatchObject({ role: "manager", version: 2 });
    const stale = execute(changeMemberRole, await owner(), { memberId, role: "staff", expectedVersion: 1 });
    expect((await refusalOf(stale)).code).toBe("version_conflict");
    const own = await systemDb().membership.findFirstOrThrow({ where: { userId: workspace.userId } });
    const demotion = execute(changeMemberRole, await owner(), { memberId: own.id, role: "staff" });
    expect((await refusalOf(demotion)).code).toBe("last_owner");
    expect((await refusalOf(execute(removeMember, await owner(), { memberId: own.id }))).code).toBe("last_owner");
  });

  it("of another organisation does not exist", async () => {
    const { memberId } = await addMember(foreign, "staff");
    const change = execute(changeMemberRole, await owner(), { memberId, role: "manager" });
    expect((await refusalOf(change)).code).toBe("not_found");
    expect((await refusalOf(execute(removeMember, await owner(), { memberId }))).code).toBe("not_found");
  });

  it("who is no owner may not change the team", async () => {
    const manager = await addMember(workspace, "manager");
    const { memberId } = await addMember(workspace, "staff");
    const caller = await (await signedInBrowser(workspace, manager.userId)).caller();
    expect((await refusalOf(execute(removeMember, caller, { memberId }))).code).toBe("scope_missing");
  });
});

describe("an invitation", () => {
  it("is listed, mailed again and revoked", async () => {
    const email = `invited-${Date.now()}@example.com`;
    const { data: invite } = await execute(createTeamMemberInvite, await owner(), { email });
    const list = async () => (await execute(listTeamInvites, await owner(), {})).data.items;
    expect(await list()).toMatchObject([{ id: invite.inviteId, email, role: "staff" }]);
    await execute(resendTeamInvite, await owner(), { inviteId: invite.inviteId });
    expect(await systemDb().outboxMail.count({ where: { recipient: email, template: "team_invite" } })).toBe(2);
    await execute(revokeTeamInvite, await owner(), { inviteId: invite.inviteId });
    expect(await list()).toEqual([]);
    for (const again of [resendTeamInvite, revokeTeamInvite]) {
      expect((await refusalOf(execute(again, await owner(), { inviteId: invite.inviteId }))).code).toBe("not_found");
    }
  });
});

describe("a key in the portal", () => {
  it("is shown with what it would take along, exactly what the revocation takes", async () => {
    const child = await execute(createApiKey, workspace.caller, { name: "Child" });
    const { data: invite } = await execute(createTeamMemberInvite, workspace.caller, {
      email: `p-${Date.now()}@example.com`,
    });
    const { memberId } = await addMember(workspace, "staff");
    await systemDb().membership.updateMany({ where: { id: memberId }, data: { invitedByKeyId: child.data.key.id } });
    const { data: preview } = await execute(previewKeyRevocation, await owner(), { keyId: workspace.keyId });
    expect(preview).toMatchObject({
      keys: [{ id: child.data.key.id, name: "Child" }],
      invites: [{ id: invite.inviteId }],
      members: [{ id: memberId }],
    });
    const { data: revoked } = await execute(revokeApiKey, await owner(), { keyId: workspace.keyId });
    expect(revoked.revokedKeyIds.filter((id) => id !== workspace.keyId)).toEqual(preview.keys.map(({ id }) => id));
    expect(revoked.revokedInviteIds).toEqual(preview.invites.map(({ id }) => id));
    expect(revoked.removedMemberIds).toEqual(preview.members.map(({ id }) => id));
  });

  it("is renamed, and read without its secret", async () => {
    await execute(renameApiKey, await owner(), { keyId: workspace.keyId, name: "Front desk", expectedVersion: 1 });
    const { data } = await execute(getApiKey, await owner(), { keyId: workspace.keyId });
    expect(data).toMatchObject({ key: { name: "Front desk", version: 2 }, leaks: [] });
    expect(JSON.stringify(data)).not.toContain(workspace.apiKey);
    const other = execute(getApiKey, asPerson(foreign.caller), { keyId: workspace.keyId });
    expect((await refusalOf(other)).code).toBe("not_found");
  });

  it("is reviewed once by its owner", async () => {
    const mustReview = async () => (await execute(getMyProfile, await owner(), {})).data.mustReviewKeys;
    expect(await mustReview()).toBe(true);
    await execute(confirmKeysReviewed, await owner(), {});
    expect(await mustReview()).toBe(false);
  });

  it("can be made in the portal when the last one was revoked (case 50)", async () => {
    await execute(revokeApiKey, await owner(), { keyId: workspace.keyId });
    const { data } = await execute(createApiKey, await owner(), { name: "New" });
    expect(await knock(data.apiKey)).toMatchObject({ key: { id: data.key.id } });
  });
});
