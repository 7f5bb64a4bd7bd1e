import { beforeEach, describe, expect, it } from "vitest";
import { addMember, refusalOf, signedInBrowser } from "@/e2e/support/browser";
import { makeWorkspace, stranger, type TestWorkspace } from "@/e2e/support/workspace";
import { codeOf } from "@/lib/auth/codes";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { createCompany } from "../companies/create-company";
import { beginSession } from "../sign-in/begin-session";
import { confirmWithCode } from "../sign-in/confirm-with-code";
import { requestConfirmationCode } from "../sign-in/request-confirmation-code";
import { verifySignInCode } from "../sign-in/verify-sign-in-code";
import { chooseWorkspace } from "./choose-workspace";
import { listMySessions } from "./list-my-sessions";
import { listMyWorkspaces } from "./list-my-workspaces";
import { revokeSession } from "./revoke-session";
import { signOut } from "./sign-out";
import { signOutEverywhere } from "./sign-out-everywhere";

let workspace: TestWorkspace;
let browser: Awaited<ReturnType<typeof signedInBrowser>>;

beforeEach(async () => {
  workspace = await makeWorkspace();
  browser = await signedInBrowser(workspace);
});

describe("a person's sessions", () => {
  it("are listed, ended one by one, and nobody else's can be", async () => {
    const second = await signedInBrowser(workspace);
    const { data } = await execute(listMySessions, await browser.caller(), {});
    expect(data.items.map(({ id, isCurrent }) => [id, isCurrent]).sort()).toEqual(
      [
        [browser.id, true],
        [second.id, false],
      ].sort(),
    );
    expect(JSON.stringify(data)).not.toContain(browser.token);
    const foreign = await signedInBrowser(await makeWorkspace());
    const theft = execute(revokeSession, await browser.caller(), { sessionId: foreign.id });
    expect((await refusalOf(theft)).code).toBe("not_found");
    await execute(revokeSession, await browser.caller(), { sessionId: second.id });
    expect((await second.caller()).userId).toBeNull();
    expect((await browser.caller()).userId).toBe(workspace.userId);
  });

  it("all end with signing out everywhere, or all but this one", async () => {
    const others = await Promise.all([signedInBrowser(workspace), signedInBrowser(workspace)]);
    const { data } = await execute(signOutEverywhere, await browser.caller(), { keepCurrent: true });
    expect(data.endedSessions).toBe(2);
    for (const other of others) expect((await other.caller()).userId).toBeNull();
    await execute(signOutEverywhere, await browser.caller(), {});
    expect((await browser.caller()).userId).toBeNull();
  });

  it("end by signing out, and signing out twice is no error", async () => {
    await execute(signOut, await browser.caller(), {});
    expect((await browser.caller()).userId).toBeNull();
    await execute(signOut, await browser.caller(), {});
  });

  it("are closed to a stranger", async () => {
    expect((await refusalOf(execute(listMySessions, stranger(), {}))).code).toBe("unauthenticated");
  });
});

describe("the workspace of a browser", () => {
  it("is chosen among the person's own, and moves no other browser", async () => {
    const other = await makeWorkspace("Second house");
    await systemDb().membership.create({
      data: {
        organisationId: other.organisationId,
        id: `mem_${other.organisationId.slice(4)}`,
        userId: workspace.userId,
        role: "staff",
        defaultCompanyId: other.companyId,
      },
    });
    const second = await signedInBrowser(workspace);
    const { data } = await execute(listMyWorkspaces, await browser.caller(), {});
    expect(data.items.map(({ organisationId, role, isCurrent }) => [organisationId, role, isCurrent])).toEqual([
      [workspace.organisationId, "owner", true],
      [other.organisationId, "staff", false],
    ]);
    await execute(chooseWorkspace, await browser.caller(), { organisationId: other.organisationId });
    expect(await browser.caller()).toMatchObject({ role: "staff", workspace: { organisationName: "Second house" } });
    expect((await second.caller()).role).toBe("owner");
  });

  it("may be any company of the organisation, and no company of another", async () => {
    const { data: company } = await execute(createCompany, workspace.caller, { name: "Harbour" });
    const { organisationId } = workspace;
    await execute(chooseWorkspace, await browser.caller(), { organisationId, companyId: company.id });
    expect((await browser.caller()).workspace?.companyName).toBe("Harbour");
    const foreign = await makeWorkspace();
    for (const place of [
      { organisationId: foreign.organisationId },
      { organisationId, companyId: foreign.companyId },
      { organisationId: foreign.organisationId, companyId: company.id },
    ]) {
      expect((await refusalOf(execute(chooseWorkspace, await browser.caller(), place))).code).toBe("not_found");
    }
  });
});

describe("a mailed confirmation", () => {
  it("opens the browser it was asked from, no other one, and signs nobody in", async () => {
    const { data } = await execute(requestConfirmationCode, await browser.caller(), {});
    const input = { requestId: data.requestId, code: codeOf(data.requestId) };
    const other = await signedInBrowser(workspace);
    expect((await refusalOf(execute(confirmWithCode, await other.caller(), input))).code).toBe("code_incorrect");
    expect((await refusalOf(execute(verifySignInCode, stranger(), input))).code).toBe("code_incorrect");
    await execute(confirmWithCode, await browser.caller(), input);
    expect((await browser.caller()).session?.confirmedAt).not.toBeNull();
    expect((await other.caller()).session?.confirmedAt).toBeNull();
    expect((await refusalOf(execute(confirmWithCode, await browser.caller(), input))).code).toBe("code_used");
    const mails = await systemDb().outboxMail.findMany({
      where: { recipient: workspace.email, template: "confirm_code" },
    });
    expect(mails).toMatchObject([{ verificationId: data.requestId }]);
  });

  it("is not for keys", async () => {
    expect((await refusalOf(execute(requestConfirmationCode, workspace.caller, {}))).code).toBe("forbidden");
  });
});

describe("signing in after joining", () => {
  it("is for the person who joined, and never for a key", async () => {
    const { userId } = await addMember(workspace, "staff");
    const { organisationId, companyId } = workspace;
    const newcomer = { ...stranger(), actor: { type: "user" as const, id: userId, label: "new" }, userId };
    const { data } = await execute(beginSession, newcomer, { organisationId, companyId });
    expect(data).toMatchObject({ userId, organisationId, mustReviewKeys: false });
    expect((await refusalOf(execute(beginSession, workspace.caller, { organisationId, companyId }))).code).toBe(
      "forbidden",
    );
    const foreign = await makeWorkspace();
    const elsewhere = execute(beginSession, newcomer, {
      organisationId: foreign.organisationId,
      companyId: foreign.companyId,
    });
    expect((await refusalOf(elsewhere)).code).toBe("not_found");
  });
});
