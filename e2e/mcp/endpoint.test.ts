import { beforeAll, describe, expect, it } from "vitest";
import { generateKey } from "@/lib/auth/keys";
import { ALL_SCOPES } from "@/lib/auth/scopes";
import { systemDb } from "@/lib/db/client";
import { callTool, dataOf, errorOf, post, raw, rpc, serverUrl, type ToolResult } from "../support/server";
import { makeWorkspace, type TestWorkspace } from "../support/workspace";

interface ToolList {
  tools: { name: string; title: string; description: string; inputSchema: object; annotations: object }[];
  nextCursor?: string;
}

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});

const listText = async (key?: string) => (await post({ jsonrpc: "2.0", id: 1, method: "tools/list" }, { key })).text();
const namesFor = async (key?: string) =>
  (await rpc<ToolList>("tools/list", undefined, { key })).result?.tools.map(({ name }) => name) ?? [];
const call = (name: string, args: object = {}) => ({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name, arguments: args },
});

describe("a bare client", () => {
  it("gets an answer to one POST without initialize and without a protocol header, at both addresses", async () => {
    for (const path of ["/mcp", "/api/mcp"]) {
      const response = await fetch(`${serverUrl()}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
        body: JSON.stringify(call("register_organisation_status", { requestId: "signup_req_unknown" })),
      });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toContain("application/json");
      const body = (await response.json()) as { id: number; result: ToolResult };
      expect(body.id).toBe(1);
      expect(body.result.structuredContent).toMatchObject({ data: { status: "queued" }, renderType: "record" });
    }
  });

  it("is served whatever Accept it sends, or none", async () => {
    for (const accept of ["application/json", "*/*", "text/html", ""]) {
      const response = await post(call("list_services"), { key: workspace.apiKey, headers: { accept } });
      expect(response.status, accept).toBe(200);
      expect(await response.json()).toMatchObject({ result: { structuredContent: { data: { items: [] } } } });
    }
  });

  it("reads the same answer as text and as structure: data, one line for people, how to show it", async () => {
    const { content, structuredContent, isError } = await callTool("list_services", {}, { key: workspace.apiKey });
    expect(isError).toBeUndefined();
    expect(Object.keys(structuredContent).sort()).toEqual(["data", "renderType", "summary"]);
    expect(JSON.parse(content[0]?.text ?? "")).toEqual(structuredContent);
    expect(structuredContent).toMatchObject({ data: { items: [] }, summary: "no services", renderType: "table" });
  });

  it("sees a business failure as a result that says isError, code, kind, message and hint", async () => {
    const { content, structuredContent, isError } = await callTool(
      "switch_company",
      { companyId: "co_000000000000000000000000" },
      { key: workspace.apiKey },
    );
    expect(isError).toBe(true);
    expect(structuredContent).toEqual({
      error: {
        code: "not_found",
        kind: "not_found",
        message: expect.any(String),
        hint: expect.any(String),
        details: { field: "companyId" },
      },
    });
    expect(JSON.parse(content[0]?.text ?? "")).toEqual(structuredContent);
  });
});

describe("tools/list", () => {
  it("is one page, and the same byte for byte without a key and with a key that may do everything", async () => {
    const open = await listText();
    expect(await listText(workspace.apiKey)).toBe(open);
    const { result } = JSON.parse(open) as { result: ToolList };
    expect(result.nextCursor).toBeUndefined();
    expect(result.tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["register_organisation_request", "list_services", "create_api_key", "list_staff"]),
    );
  });

  it("is the same list after initialize, for both protocol generations' plain requests", async () => {
    const { result } = await rpc<ToolList>("tools/list", undefined, {
      headers: { "mcp-protocol-version": "2025-06-18" },
    });
    expect(result?.tools.map(({ name }) => name)).toEqual(await namesFor());
  });

  it("is narrower for a narrower key: only what it may call, and the public tools", async () => {
    const scopes = ["bookings:read"];
    const { apiKey } = await dataOf<{ apiKey: string }>(
      "create_api_key",
      { name: "Reader", scopes },
      { key: workspace.apiKey },
    );
    const names = await namesFor(apiKey);
    expect(names).toContain("list_services");
    expect(names).toContain("register_organisation_request");
    for (const hidden of ["list_api_keys", "create_api_key", "list_staff", "create_team_member_invite"]) {
      expect(names).not.toContain(hidden);
    }
    expect(await errorOf("list_staff", {}, { key: apiKey })).toMatchObject({
      code: "scope_missing",
      details: { scope: "team:read" },
    });
  });

  it("describes every tool with a title, all four hints and a plain object as its arguments", async () => {
    const { result } = await rpc<ToolList>("tools/list");
    for (const tool of result?.tools ?? []) {
      expect(tool.name).toMatch(/^[a-z][a-z0-9_]{2,39}$/);
      expect(tool.annotations).toEqual({
        title: tool.title,
        readOnlyHint: expect.any(Boolean),
        destructiveHint: expect.any(Boolean),
        idempotentHint: expect.any(Boolean),
        openWorldHint: expect.any(Boolean),
      });
      expect(tool.inputSchema).toMatchObject({ type: "object" });
      for (const union of ["anyOf", "oneOf", "allOf"]) expect(tool.inputSchema).not.toHaveProperty(union);
      expect(JSON.stringify(tool.inputSchema)).not.toMatch(/exclusiveM(in|ax)imum/);
    }
  });
});

describe("keys at the door", () => {
  const methods = ["initialize", "ping", "tools/list", "tools/call", "server/discover", "no/such/method"];

  async function expectChallenge(response: Response): Promise<void> {
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
    expect(await response.text()).not.toContain("fav_mcp_");
  }

  it("refuses a present but bad key with 401 and a challenge for every method (cases 36, 37)", async () => {
    const junk = `fav_mcp_${"0".repeat(36)}`;
    const bad = [junk, generateKey(), "junk", `${workspace.apiKey}x`, "x".repeat(600)];
    for (const key of bad) {
      for (const method of methods) await expectChallenge(await post({ jsonrpc: "2.0", id: 1, method }, { key }));
    }
  });

  it("gives unknown, revoked and expired keys one answer (case 37)", async () => {
    const made = () => dataOf<{ apiKey: string; key: { id: string } }>("create_api_key", { name: "Short" }, owner());
    const owner = () => ({ key: workspace.apiKey });
    const revoked = await made();
    await dataOf("revoke_api_key", { keyId: revoked.key.id }, owner());
    const expired = await made();
    await systemDb().apiKey.updateMany({ where: { id: expired.key.id }, data: { expiresAt: new Date(0) } });
    const answers = await Promise.all(
      [generateKey(), revoked.apiKey, expired.apiKey].map(async (key) => {
        const response = await post(call("list_services"), { key });
        return [response.status, response.headers.get("www-authenticate"), await response.text()];
      }),
    );
    expect(answers).toEqual(Array(3).fill(answers[0]));
    expect(answers[0]?.[0]).toBe(401);
  });

  it("accepts the scheme in any case, and refuses it missing, doubled or huge (case 43)", async () => {
    const send = (authorization: string | string[]) =>
      raw("/mcp", {
        headers: { "content-type": "application/json", authorization },
        body: JSON.stringify(call("list_services")),
      });
    for (const scheme of ["bearer", "BEARER", "Bearer"]) {
      expect((await send(`${scheme} ${workspace.apiKey}`)).status, scheme).toBe(200);
    }
    const twice = [`Bearer ${workspace.apiKey}`, `Bearer ${workspace.apiKey}`];
    for (const header of [workspace.apiKey, `Basic ${workspace.apiKey}`, "Bearer", "", twice]) {
      expect((await send(header)).status, String(header).slice(0, 12)).toBe(401);
    }
    const huge = await send(`Bearer ${"x".repeat(100_000)}`);
    expect([400, 401, 431]).toContain(huge.status);
  });

  it("refuses a key in the URL, also a good one (case 42)", async () => {
    for (const query of [`?key=${workspace.apiKey}`, `?api_key=${generateKey()}`]) {
      const response = await fetch(`${serverUrl()}/mcp${query}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(call("list_services")),
      });
      await expectChallenge(response);
    }
  });

  it("answers a private tool without a key as a JSON-RPC error that names the two sign-up tools", async () => {
    const response = await post(call("list_services"));
    expect(response.status).toBe(200);
    const { error } = (await response.json()) as { error: { code: number; message: string } };
    expect(error.code).toBe(-32001);
    expect(error.message).toContain("register_organisation_request");
    expect(error.message).toContain("register_organisation_verify");
  });

  it("answers an unknown tool as a JSON-RPC error with the next step", async () => {
    for (const key of [undefined, workspace.apiKey]) {
      const { error } = await rpc("tools/call", { name: "make_coffee", arguments: {} }, { key });
      expect(error).toMatchObject({ code: -32602, message: expect.stringContaining("tools/list") });
    }
  });
});

describe("X-Company-Id", () => {
  it("works for a company of the organisation, for one call, and is not found otherwise", async () => {
    const other = await makeWorkspace("Somebody else");
    const target = (id: string) => ({ key: workspace.apiKey, headers: { "x-company-id": id } });
    expect(await dataOf("get_workspace_overview", {}, target(workspace.companyId))).toMatchObject({
      company: { id: workspace.companyId },
    });
    for (const id of [other.companyId, "co_000000000000000000000000", "x", "' OR 1=1 --"]) {
      const response = await post(call("get_workspace_overview"), target(id));
      expect(response.status, id).toBe(404);
      expect(await response.text()).not.toContain("Somebody else");
    }
  });
});

describe("X-Request-Id", () => {
  it("stands on every answer, once; a sane one of the caller is kept, an odd one replaced", async () => {
    const own = await post(call("list_services"), { headers: { "x-request-id": "my-request-0001" } });
    expect(own.headers.get("x-request-id")).toBe("my-request-0001");
    for (const path of ["/mcp", "/healthz", "/no-such-page", "/.well-known/mcp/server-card.json"]) {
      const response = await fetch(`${serverUrl()}${path}`, { headers: { "x-request-id": "odd <id>" } });
      expect(response.headers.get("x-request-id"), path).toMatch(/^req_[0-9a-f]{24}$/);
    }
  });
});

describe("the server card", () => {
  it("tells name, address, protocol versions and tools without a key", async () => {
    const response = await fetch(`${serverUrl()}/.well-known/mcp/server-card.json`);
    expect(response.status).toBe(200);
    const card = (await response.json()) as { tools: { name: string }[] };
    expect(card).toMatchObject({
      serverInfo: { name: "favcrm", version: expect.any(String) },
      transport: { type: "streamable-http", endpoint: `${serverUrl()}/mcp` },
      protocolVersions: expect.arrayContaining(["2026-07-28", "2025-06-18"]),
    });
    expect(card.tools.map(({ name }) => name)).toEqual(await namesFor());
  });
});

describe("a role", () => {
  it("a registration's key holds all of its owner's scopes", async () => {
    const { scopes } = await dataOf<{ scopes: string[] }>("get_workspace_overview", {}, { key: workspace.apiKey });
    expect(new Set(scopes)).toEqual(new Set(ALL_SCOPES));
  });
});
