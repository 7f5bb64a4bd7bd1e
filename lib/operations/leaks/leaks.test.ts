import { beforeEach, describe, expect, it } from "vitest";
import { refusalOf } from "@/e2e/support/browser";
import { auditOf, makeWorkspace, stranger, type TestWorkspace } from "@/e2e/support/workspace";
import { authenticateKey } from "@/lib/auth/authenticate";
import { generateKey } from "@/lib/auth/keys";
import { notMeUrl } from "@/lib/auth/links";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { findLeakedKeys } from "./find-leaked-keys";
import { getKeyFromMail } from "./get-key-from-mail";
import { reportLeakedKey } from "./report-leaked-key";
import { revokeKeyFromMail } from "./revoke-key-from-mail";
import { revokeLeakedKey } from "./revoke-leaked-key";

let workspace: TestWorkspace;

beforeEach(async () => {
  workspace = await makeWorkspace();
});

const knock = (apiKey: string) =>
  authenticateKey(new Request("http://localhost:3000/mcp", { headers: { authorization: `Bearer ${apiKey}` } }));
const reported = (apiKey: string, url?: string) => execute(reportLeakedKey, stranger(), { apiKey, url });
const leaks = () => systemDb().leakReport.findMany({ where: { organisationId: workspace.organisationId } });
const tokenOf = ({ organisationId, keyId }: TestWorkspace) =>
  new URL(notMeUrl(organisationId, keyId)).searchParams.get("t") ?? "";

describe("a leaked key that anybody reports", () => {
  it("dies, also out of the middle of a text, and its owner is mailed once", async () => {
    await reported(`FAVCRM_API_KEY=${workspace.apiKey}\n`, "https://pastebin.example/1");
    expect(await knock(workspace.apiKey)).toBe("invalid_token");
    await reported(workspace.apiKey, "https://pastebin.example/1");
    const where = { recipient: workspace.email, template: "key_leaked" };
    expect(await systemDb().outboxMail.count({ where })).toBe(1);
    expect(await leaks()).toMatchObject([{ source: "form", url: "https://pastebin.example/1" }]);
  });

  it("leaves no trace of itself in the audit, which names the organisation", async () => {
    await reported(workspace.apiKey);
    const events = await auditOf(workspace.organisationId, "report_leaked_key");
    expect(events).toMatchObject([{ outcome: "done", entityId: workspace.keyId, actorType: "anonymous" }]);
    expect(JSON.stringify(events)).not.toContain(workspace.apiKey);
  });

  it("gets the answer that a key of nobody gets", async () => {
    const known = await reported(workspace.apiKey);
    const unknown = await reported(generateKey());
    expect(known).toEqual(unknown);
  });

  it.each(["hello", "fav_mcp_short", `fav_mcp_${"0".repeat(36)}`])(
    "is told apart from %s by its checksum",
    async (text) => {
      expect((await refusalOf(reported(text))).toBody()).toMatchObject({
        code: "invalid_input",
        details: { field: "apiKey" },
      });
    },
  );

  it.each(["javascript:alert(1)", "data:text/html,x", "not an address"])("keeps no link to %s", async (url) => {
    await reported(workspace.apiKey, url);
    expect(await leaks()).toMatchObject([{ url: null }]);
  });
});

describe("the link in a key's mail", () => {
  it("names the key, and revokes it without signing in", async () => {
    const token = tokenOf(workspace);
    const { data } = await execute(getKeyFromMail, stranger(), { token });
    expect(data).toMatchObject({ name: "Test key", organisationName: "Stretch + Breathe", revokedAt: null });
    expect(await knock(workspace.apiKey)).toMatchObject({ key: { id: workspace.keyId } });
    await execute(revokeKeyFromMail, stranger(), { token });
    expect(await knock(workspace.apiKey)).toBe("invalid_token");
    expect((await execute(revokeKeyFromMail, stranger(), { token })).data.revokedKeys).toBe(0);
  });

  it("revokes nothing when it was forged or belongs to another key", async () => {
    const other = await makeWorkspace();
    const [organisationId, , signature] = tokenOf(workspace).split(".");
    const forged = [`${organisationId}.${other.keyId}.${signature}`, `${tokenOf(workspace)}x`, "a.b.c", "?"];
    for (const token of forged) {
      expect((await refusalOf(execute(revokeKeyFromMail, stranger(), { token }))).code).toBe("not_found");
      expect((await refusalOf(execute(getKeyFromMail, stranger(), { token }))).code).toBe("not_found");
    }
    expect(await knock(other.apiKey)).toMatchObject({ key: { id: other.keyId } });
  });
});

describe("what a signed report may do", () => {
  it("is closed to everybody who is no scanner, keys and owners included", async () => {
    const { organisationId, keyId } = workspace;
    const input = { organisationId, keyId, source: "github_partner" as const, url: null };
    for (const caller of [stranger(), workspace.caller]) {
      expect((await refusalOf(execute(revokeLeakedKey, caller, input))).code).toBe("forbidden");
      expect((await refusalOf(execute(findLeakedKeys, caller, { hashes: [] }))).code).toBe("forbidden");
    }
  });
});
