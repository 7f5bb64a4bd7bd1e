import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST } from "@/app/api/secret-scanning/route";
import { asPerson, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { authenticateKey } from "@/lib/auth/authenticate";
import { generateKey, hashKey } from "@/lib/auth/keys";
import { systemDb } from "@/lib/db/client";
import { amendEnvironment } from "@/lib/env";
import { execute } from "@/lib/kernel/execute";
import { createApiKey } from "@/lib/operations/keys/create-api-key";
import { getApiKey } from "@/lib/operations/keys/get-api-key";

const SECRET = "a-shared-webhook-secret";
const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = pair.publicKey.export({ type: "spki", format: "pem" });
let github: Server;
let base: string;
let alertSecret: string;
let listReads = 0;
let workspace: TestWorkspace;

beforeAll(async () => {
  // Stands in for GitHub on loopback: its list of public keys, and one alert.
  github = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.url === "/keys") {
      listReads += 1;
      return void response.end(JSON.stringify({ public_keys: [{ key_identifier: "k1", key: pem, is_current: true }] }));
    }
    const isAllowed =
      request.headers.authorization === "Bearer gh-token" && request.url === "/repos/a/b/secret-scanning/alerts/1";
    response.statusCode = isAllowed ? 200 : 404;
    response.end(JSON.stringify(isAllowed ? { secret: alertSecret } : {}));
  });
  await new Promise<void>((resolve) => github.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
  amendEnvironment({
    githubKeysUrl: `${base}/keys`,
    githubApiUrl: base,
    githubToken: "gh-token",
    githubWebhookSecret: SECRET,
  });
});

afterAll(() => github.close());

beforeEach(async () => {
  workspace = await makeWorkspace();
});

const post = (body: string, headers: Record<string, string>) =>
  POST(new Request("http://localhost:3000/api/secret-scanning", { method: "POST", body, headers }));

const partner = (body: string, key = pair.privateKey, id = "k1", signed = body) =>
  post(body, {
    "github-public-key-identifier": id,
    "github-public-key-signature": sign("sha256", Buffer.from(signed), key).toString("base64"),
  });

const webhook = (body: string, secret = SECRET) =>
  post(body, {
    "x-github-event": "secret_scanning_alert",
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  });

const knock = (apiKey: string) =>
  authenticateKey(new Request("http://localhost:3000/mcp", { headers: { authorization: `Bearer ${apiKey}` } }));
const report = (...tokens: string[]) =>
  JSON.stringify(
    tokens.map((token) => ({
      token,
      type: "favcrm_mcp_key",
      url: "https://github.com/a/b/blob/1/.env",
      source: "content",
    })),
  );
const mails = () => systemDb().outboxMail.findMany({ where: { recipient: workspace.email, template: "key_leaked" } });

describe("GitHub's partner report (case 49)", () => {
  it("kills the key with what it planted, labels each token, mails the owner and keeps the place", async () => {
    const child = await execute(createApiKey, workspace.caller, { name: "Planted" });
    const stranger = generateKey();
    const answer = await partner(report(workspace.apiKey, stranger, "fav_mcp_nonsense"));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual([
      { token_hash: hashKey(workspace.apiKey), token_type: "favcrm_mcp_key", label: "true_positive" },
      { token_hash: hashKey(stranger), token_type: "favcrm_mcp_key", label: "false_positive" },
      { token_hash: hashKey("fav_mcp_nonsense"), token_type: "favcrm_mcp_key", label: "false_positive" },
    ]);
    expect(await knock(workspace.apiKey)).toBe("invalid_token");
    expect(await knock(child.data.apiKey)).toBe("invalid_token");
    expect(await mails()).toMatchObject([{ data: { revoked: true, foundAt: "https://github.com/a/b/blob/1/.env" } }]);
    const { data } = await execute(getApiKey, asPerson(workspace.caller), { keyId: workspace.keyId });
    expect(data).toMatchObject({ key: { revokedReason: "leaked" }, leaks: [{ source: "github_partner" }] });
  });

  it("changes nothing when it is replayed", async () => {
    const body = report(workspace.apiKey);
    const labels = async () => ((await (await partner(body)).json()) as { label: string }[]).map(({ label }) => label);
    expect([...(await labels()), ...(await labels())]).toEqual(["true_positive", "true_positive"]);
    await Promise.all(Array.from({ length: 5 }, () => partner(body)));
    expect(await mails()).toHaveLength(1);
    expect(await systemDb().leakReport.count({ where: { organisationId: workspace.organisationId } })).toBe(1);
  });

  it.each([
    ["a bad signature", (body: string) => partner(body, other.privateKey)],
    ["altered whitespace", (body: string) => partner(body, pair.privateKey, "k1", `${body} `)],
    ["an unknown key id", (body: string) => partner(body, pair.privateKey, "k2")],
    ["no signature", (body: string) => post(body, {})],
    [
      "an empty signature",
      (body: string) => post(body, { "github-public-key-identifier": "k1", "github-public-key-signature": "" }),
    ],
  ])("is refused with %s", async (_what, send) => {
    const answer = await send(report(workspace.apiKey));
    expect(answer.status).toBe(401);
    expect(await knock(workspace.apiKey)).toMatchObject({ key: { id: workspace.keyId } });
  });

  it("asks for the list of public keys once, not for every report or forged key id", async () => {
    listReads = 0;
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => partner(report("x"), pair.privateKey, `unknown-${index}`)),
    );
    expect(listReads).toBeLessThanOrEqual(1);
  });

  it("takes 5,000 tokens and refuses one more", async () => {
    const tokens = Array.from({ length: 4_999 }, generateKey);
    const answer = await partner(report(...tokens, workspace.apiKey));
    const labels = ((await answer.json()) as { label: string }[]).map(({ label }) => label);
    expect(labels.filter((label) => label === "true_positive")).toHaveLength(1);
    expect((await partner(report(...tokens, ...tokens.slice(0, 2)))).status).toBe(400);
  });

  it.each(["{}", "[1]", "not json", '[{"token":1,"type":"x"}]'])(
    "answers the malformed report %s with 400",
    async (body) => {
      expect((await partner(body)).status).toBe(400);
    },
  );
});

describe("a repository's own webhook", () => {
  const event = (more: object) =>
    JSON.stringify({
      action: "created",
      alert: { html_url: "https://github.com/a/b/security/secret-scanning/1", ...more },
    });

  it("reads the alert that the event leaves the key out of, and kills the key", async () => {
    alertSecret = workspace.apiKey;
    const answer = await webhook(event({ url: `${base}/repos/a/b/secret-scanning/alerts/1` }));
    expect(await answer.json()).toEqual({ keys: 1 });
    expect(await knock(workspace.apiKey)).toBe("invalid_token");
    expect(await mails()).toHaveLength(1);
  });

  it("sends its token nowhere but to GitHub", async () => {
    let visits = 0;
    const thief = createServer((_request, response) => {
      visits += 1;
      response.end("{}");
    });
    await new Promise<void>((resolve) => thief.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/repos/a/b`;
    expect(await (await webhook(event({ url }))).json()).toMatchObject({ keys: 0 });
    expect(visits).toBe(0);
    thief.close();
  });

  it("is refused with another secret", async () => {
    const answer = await webhook(event({ secret: workspace.apiKey }), "not-the-shared-secret");
    expect(answer.status).toBe(401);
    expect(await knock(workspace.apiKey)).toMatchObject({ key: { id: workspace.keyId } });
  });

  it("pretends not to exist while nothing is configured", async () => {
    amendEnvironment({ githubKeysUrl: undefined, githubWebhookSecret: undefined });
    expect((await partner(report(workspace.apiKey))).status).toBe(404);
    amendEnvironment({ githubKeysUrl: `${base}/keys`, githubWebhookSecret: SECRET });
  });
});
