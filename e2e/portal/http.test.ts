import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LaunchedServer, launchServer } from "@/e2e/setup/launch";
import { confirmed, signedInBrowser } from "@/e2e/support/browser";
import { followFeed } from "@/e2e/support/live-feed";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { ERROR_CODES } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { setOrganisationLogo } from "@/lib/operations/organisation/set-organisation-logo";

const url = () => process.env.FAVCRM_TEST_URL ?? "";
const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(8)]);

let workspace: TestWorkspace;
let cookie: string;

beforeAll(async () => {
  workspace = await makeWorkspace();
  cookie = `favcrm=${(await signedInBrowser(workspace)).token}`;
});

const get = (path: string, headers: Record<string, string> = { cookie }, base = url()) =>
  fetch(`${base}${path}`, { headers });

const callTool = (base: string) =>
  fetch(`${base}/mcp`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${workspace.apiKey}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "list_services", arguments: {} },
    }),
  });

describe("the live feed over HTTP", () => {
  let server: LaunchedServer;

  beforeAll(async () => {
    server = await launchServer({
      DATABASE_URL: process.env.DATABASE_URL,
      FAVCRM_DATA_DIR: process.env.FAVCRM_DATA_DIR,
    });
  });
  afterAll(() => server.stop("SIGKILL"));

  it("tells a signed-in browser what an agent just did, and ends when the server stops", async () => {
    const heard = await followFeed(server.url, cookie);
    expect(heard).toMatchObject({ status: 200, type: "text/event-stream; charset=utf-8" });
    await expect.poll(() => heard.text, { timeout: 5_000 }).toContain("event: activity");
    heard.text = "";
    expect((await callTool(server.url)).status).toBe(200);
    await expect.poll(() => heard.text, { timeout: 5_000 }).toContain("event: activity");
    expect(await server.stop("SIGTERM")).toBeLessThan(5_000);
    await expect.poll(() => heard.isOver).toBe(true);
  });

  it("is closed to strangers and to forged sessions", async () => {
    for (const headers of [{}, { cookie: `favcrm=${"A".repeat(43)}` }] as Record<string, string>[]) {
      const answer = await get("/api/activity/stream", headers);
      expect([answer.status, await answer.json()]).toMatchObject([401, { error: { code: "unauthenticated" } }]);
    }
  });
});

describe("files of the portal", () => {
  it("come as attachments that no browser runs, no cache keeps and no stranger gets", async () => {
    const csv = await get("/api/activity/export?operation=list_services&effect=");
    expect(csv.status).toBe(200);
    expect(Object.fromEntries(csv.headers)).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="favcrm-activity.csv"',
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    expect(await csv.text()).toContain('"list_services"');
    for (const path of ["/api/activity/export", "/api/organisation/export", "/api/organisation/logo"]) {
      expect((await get(path, {})).status).toBe(401);
    }
  });

  it("hold everything only after a fresh proof", async () => {
    const browser = await signedInBrowser(workspace);
    const headers = { cookie: `favcrm=${browser.token}` };
    const early = await get("/api/organisation/export", headers);
    expect([early.status, await early.json()]).toMatchObject([412, { error: { code: "confirmation_required" } }]);
    await confirmed(browser.token, browser.id);
    const archive = await get("/api/organisation/export", headers);
    expect([archive.status, archive.headers.get("content-type")]).toEqual([200, "application/zip"]);
    const bytes = Buffer.from(await archive.arrayBuffer());
    expect(bytes.readUInt32LE(0)).toBe(0x04034b50);
    expect(bytes.readUInt32LE(bytes.length - 22)).toBe(0x06054b50);
  });

  it("serve a logo with the type of its bytes, and nothing in it can run", async () => {
    await execute(setOrganisationLogo, workspace.caller, { logo: png.toString("base64") });
    const logo = await get("/api/organisation/logo");
    expect(Object.fromEntries(logo.headers)).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    expect(Buffer.from(await logo.arrayBuffer())).toEqual(png);
  });
});

describe("documents for strangers", () => {
  it("are all there: every page of the sitemap, the tools, and a page for each error code", async () => {
    const sitemap = await (await get("/sitemap.xml", {})).text();
    const pages = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => new URL(address ?? "").pathname);
    for (const code of Object.keys(ERROR_CODES)) expect(pages).toContain(`/docs/errors/${code}`);
    for (const path of [...pages, "/docs/tools/create_api_key"]) {
      const page = await get(path, {});
      expect([path, page.status]).toEqual([path, 200]);
      expect(await page.text()).not.toMatch(/MISSING_MESSAGE|\berrors\.[a-z_]+\.(title|body|step)\b/);
    }
    expect((await get("/docs/errors/no_such_code", {})).status).toBe(404);
    expect((await get("/docs/tools/no_such_tool", {})).status).toBe(404);
  });

  it("tell robots what is public, and agents where to begin", async () => {
    const robots = await (await get("/robots.txt", {})).text();
    expect(robots).toMatch(/^Disallow: \/$/m);
    expect(robots).toContain("/sitemap.xml");
    const hint = await get("/llms.txt", {});
    expect(hint.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await hint.text()).toContain("/mcp (streamable HTTP");
  });
});

describe("doors for programs", () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${url()}${path}`, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

  it("refuse pages of other sites", async () => {
    const body = JSON.stringify({ deviceName: "x", pollChallenge: "A".repeat(43) });
    expect((await post("/api/pairings", body, { origin: "https://evil.example" })).status).toBe(403);
    expect((await post("/api/pairings", body)).status).toBe(201);
  });

  it("take no leak reports until they are set up", async () => {
    const answer = await post("/api/secret-scanning", "[]");
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: "not_found" } }]);
  });
});
