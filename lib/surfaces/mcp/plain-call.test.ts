import { beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace, stranger, type TestWorkspace, withScopes } from "@/e2e/support/workspace";
import { answerPlainCall, plainCallIn } from "./plain-call";
import { serveLegacy } from "./server";

const HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});

const messageOf = (params: object, more: object = {}) => ({
  ...{ jsonrpc: "2.0", id: 1, method: "tools/call", params },
  ...more,
});

function plainly(message: object, caller = workspace.caller): Promise<Response> {
  const call = plainCallIn(message, new Headers(HEADERS));
  if (!call) throw new Error("This is no plain call");
  return answerPlainCall(call, caller);
}

function bySdk(message: object, caller = workspace.caller): Promise<Response> {
  return serveLegacy(new Request("http://localhost/mcp", { method: "POST", headers: HEADERS }), message, caller);
}

describe("a plain call is answered as the SDK answers it", () => {
  const list = { name: "list_services", arguments: { limit: 5 } };
  it.each([
    ["a result", messageOf(list)],
    ["a text as its id", messageOf(list, { id: 'a "quoted" id' })],
    ["no arguments", messageOf({ name: "list_services" })],
    ["a client's remarks", messageOf({ ...list, _meta: { progressToken: 7, "client/toolUseId": "x" } })],
    ["a refusal", messageOf({ name: "get_service_detail", arguments: { serviceId: "svc_000000000000000000000000" } })],
    ["arguments that do not fit", messageOf({ name: "list_services", arguments: { limit: "many", odd: 1 } })],
    ["a tool that does not exist", messageOf({ name: "list_everything", arguments: {} })],
  ])("with %s", async (_what, message) => {
    const [own, theirs] = [await plainly(message), await bySdk(message)];
    expect(await own.json()).toEqual(await theirs.json());
    expect([own.status, own.headers.get("content-type")]).toEqual([theirs.status, theirs.headers.get("content-type")]);
  });

  it("without a key, and with one that may not", async () => {
    const nobody = stranger();
    const narrow = withScopes(workspace.caller, ["contacts:read"]);
    for (const caller of [nobody, narrow]) {
      expect(await (await plainly(messageOf(list), caller)).json()).toEqual(
        await (await bySdk(messageOf(list), caller)).json(),
      );
    }
  });
});

describe("whatever could be answered otherwise goes to the SDK", () => {
  const params = { name: "list_services", arguments: {} };
  it.each([
    ["another method", messageOf(params, { method: "tools/list" })],
    ["a notification", messageOf(params, { id: undefined })],
    ["an id that is no id", messageOf(params, { id: 1.5 })],
    ["another version of JSON-RPC", messageOf(params, { jsonrpc: "1.0" })],
    ["something beside the message", messageOf(params, { result: {} })],
    ["something beside the arguments", messageOf({ ...params, task: {} })],
    ["arguments that are a list", messageOf({ ...params, arguments: [] })],
    ["no name", messageOf({ arguments: {} })],
    ["the protocol's own remarks", messageOf({ ...params, _meta: { "io.modelcontextprotocol/related-task": {} } })],
    ["a progress token that is none", messageOf({ ...params, _meta: { progressToken: {} } })],
  ])("%s", (_what, message) => {
    expect(plainCallIn(message, new Headers(HEADERS))).toBeUndefined();
  });

  it("a protocol version nobody speaks, but not one that is spoken", () => {
    const under = (version: string) => plainCallIn(messageOf(params), new Headers({ "mcp-protocol-version": version }));
    expect(under("1999-01-01")).toBeUndefined();
    expect(under("2025-06-18")).toMatchObject({ name: "list_services" });
  });
});
