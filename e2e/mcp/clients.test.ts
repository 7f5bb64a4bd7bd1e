import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from "@modelcontextprotocol/client";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Transport1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterEach, describe, expect, it } from "vitest";
import { isWellFormedKey } from "@/lib/auth/keys";
import { mailedCode, serverUrl, type ToolResult } from "../support/server";
import { makeWorkspace, randomMailbox } from "../support/workspace";

const INFO = { name: "proof", version: "1.0.0" };

/** What both generations of clients can do for these tests. */
interface AnyClient {
  listTools(): Promise<{ tools: { name: string }[]; nextCursor?: string | undefined }>;
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

const endpoint = () => new URL(`${serverUrl()}/mcp`);
const requestInit = (key?: string) => ({
  requestInit: { headers: (key ? { authorization: `Bearer ${key}` } : {}) as Record<string, string> },
});

async function connect1(key?: string): Promise<AnyClient> {
  const client = new Client1(INFO);
  await client.connect(new Transport1(endpoint(), requestInit(key)));
  return client as AnyClient;
}

async function connect2(mode: "legacy" | "auto" | { pin: string }, key?: string): Promise<AnyClient> {
  const client = new Client2(INFO, { versionNegotiation: { mode } });
  await client.connect(new Transport2(endpoint(), requestInit(key)));
  return client as unknown as AnyClient;
}

const generations: Record<string, (key?: string) => Promise<AnyClient>> = {
  "the 1.x client": connect1,
  "the 2.x client with the 2025 protocol": (key) => connect2("legacy", key),
  "the 2.x client that asks for the newest protocol": (key) => connect2("auto", key),
  "the 2.x client that insists on 2026-07-28": (key) => connect2({ pin: "2026-07-28" }, key),
};

const open: AnyClient[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

describe.each(Object.entries(generations))("%s", (_name, connect) => {
  const connected = async (key?: string) => {
    const client = await connect(key);
    open.push(client);
    return client;
  };
  const call = async (client: AnyClient, name: string, args: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: args })) as ToolResult;

  it("registers a business with the code from its mail, reconnects with the key and makes its first calls", async () => {
    const email = randomMailbox();
    const guest = await connected();
    const asked = await call(guest, "register_organisation_request", {
      email,
      organisationName: "Stretch + Breathe",
      industry: "fitness",
      country: "HK",
    });
    const { requestId, maskedEmail } = asked.structuredContent.data as { requestId: string; maskedEmail: string };
    expect(requestId).toMatch(/^signup_req_[0-9A-Za-z]{24}$/);
    expect(maskedEmail).toBe(`us*${email.slice(email.indexOf("@"))}`);
    const code = await mailedCode(email);
    const verified = await call(guest, "register_organisation_verify", { requestId, code });
    const made = verified.structuredContent.data as { apiKey: string; organisationId: string; nextSteps: string };
    expect(isWellFormedKey(made.apiKey)).toBe(true);
    expect(made.nextSteps).toContain("Authorization: Bearer");

    const owner = await connected(made.apiKey);
    const { tools, nextCursor } = await owner.listTools();
    expect(nextCursor).toBeUndefined();
    expect(tools.map(({ name }) => name)).toContain("list_services");
    const services = await call(owner, "list_services");
    expect(services.structuredContent).toMatchObject({ data: { items: [] }, renderType: "table" });
    expect((await call(owner, "list_my_companies")).structuredContent).toMatchObject({
      data: {
        items: [{ name: "Stretch + Breathe", country: "HK", timezone: "Asia/Hong_Kong", currency: "HKD" }],
        organisation: { id: made.organisationId },
      },
    });
    expect((await call(owner, "get_plan_status")).structuredContent).toMatchObject({
      data: { plan: { code: "self_hosted" } },
    });
    expect((await call(owner, "get_whatsapp_connection_status")).structuredContent).toMatchObject({
      data: { connected: false },
    });
  });

  it("sees error.code, the hint and the numbers of a failed call", async () => {
    const email = randomMailbox();
    const guest = await connected();
    const asked = await call(guest, "register_organisation_request", { email, organisationName: "Wrong code" });
    const { requestId } = asked.structuredContent.data as { requestId: string };
    const code = (await mailedCode(email)) === "000000" ? "000001" : "000000";
    const failed = await call(guest, "register_organisation_verify", { requestId, code });
    expect(failed.isError).toBe(true);
    expect(failed.structuredContent.error).toMatchObject({
      code: "code_incorrect",
      kind: "invalid_input",
      details: { attemptsLeft: 4 },
      hint: expect.stringContaining("6 digits"),
    });
  });

  it("sees which argument is wrong, by which rule, with an example", async () => {
    const guest = await connected();
    const failed = await call(guest, "register_organisation_request", {
      email: "not an address",
      organisationName: "X",
      industy: "fitness",
    });
    expect(failed.structuredContent.error?.code).toBe("invalid_input");
    expect(failed.structuredContent.error?.details?.fields).toEqual(
      expect.arrayContaining([
        { field: "email", rule: "must be one e-mail address", example: "you@example.com" },
        { field: "organisationName", rule: "must have at least 2 characters", example: "Stretch + Breathe" },
        { field: "industy", rule: expect.stringContaining("not an argument of this tool; known arguments: email") },
      ]),
    );
  });

  it("notices a private tool without a key, and an unknown tool, as protocol errors", async () => {
    const guest = await connected();
    await expect(call(guest, "list_services")).rejects.toMatchObject({
      code: -32001,
      message: expect.stringContaining("register_organisation_request"),
    });
    await expect(call(guest, "make_coffee")).rejects.toMatchObject({ code: -32602 });
  });

  it("cannot connect with a key that does not work", async () => {
    const { apiKey } = await makeWorkspace();
    const last = apiKey.at(-1) === "A" ? "B" : "A";
    await expect(connect(apiKey.slice(0, -1) + last)).rejects.toThrow();
  });
});
