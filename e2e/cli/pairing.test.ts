import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { execute } from "@/lib/kernel/execute";
import { approvePairing } from "@/lib/operations/pairing/approve-pairing";
import { refusePairing } from "@/lib/operations/pairing/refuse-pairing";
import { signedInBrowser } from "../support/browser";
import { makeWorkspace } from "../support/workspace";
import { type Reply, startFakeServer } from "./fake-server";
import { endpoint } from "./real-server";
import { finished, Home, hasTerminal, STRANGE_KEY, Terminal } from "./support";

const server = startFakeServer();
let home: Home;
const path = "/api/pairings/pair_1";

/** A server that follows docs/pairing.md up to the poll; `answers` are the polls' outcomes. */
function pairingServer(answers: Reply[], more: Record<string, unknown> = {}): void {
  const expiresAt = new Date(Date.now() + 600_000).toISOString();
  const made = {
    pairingId: "pair_1",
    userCode: "BCDF-GHJK",
    verificationUrl: "http://127.0.0.1:1/pair",
    intervalSeconds: 0.05,
    expiresAt,
  };
  server.routes["/api/pairings"] = () => ({ status: 201, body: { ...made, ...more } });
  server.routes[`${path}/poll`] = () => answers.shift() ?? { body: { status: "pending" } };
  server.routes[`${path}/cancel`] = () => ({ status: 204 });
}

const approval = { status: "approved", apiKey: STRANGE_KEY, organisationId: "org_1", companyName: "Stretch + Breathe" };
const pending: Reply = { body: { status: "pending" } };
const bodiesOf = (route: string) => server.seen.filter((seen) => seen.path === route).map(({ body }) => body);

beforeEach(() => {
  home = new Home(server);
});
afterEach(() => home.remove());

describe("favcrm login --web", () => {
  it("shows link and code, waits, and saves the key for its owner only", async () => {
    pairingServer([pending, pending, { body: approval }]);
    const run = await home.run(["login", "--web"]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("http://127.0.0.1:1/pair");
    expect(run.stderr).toContain("BCDF-GHJK");
    expect(run.stdout).toContain("Stretch + Breathe");
    expect(readFileSync(home.configFile, "utf8")).toContain(STRANGE_KEY);
    expect(statSync(home.configFile).mode & 0o777).toBe(0o600);
  });

  it("proves itself with a secret that it never shows: only its hash goes out first", async () => {
    pairingServer([pending, { body: approval }]);
    const run = await home.run([
      "login",
      "--web",
      "--scopes",
      "bookings:read, keys:read",
      "--device-name",
      "front desk",
    ]);
    const [asked] = bodiesOf("/api/pairings");
    const polls = bodiesOf(`${path}/poll`);
    const secret = String(polls[0]?.pollSecret);
    expect(asked).toEqual({
      deviceName: "front desk",
      scopes: ["bookings:read", "keys:read"],
      pollChallenge: createHash("sha256").update(secret).digest("base64url"),
    });
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(polls).toEqual([{ pollSecret: secret }, { pollSecret: secret }]);
    expect(run.stdout + run.stderr).not.toContain(secret);
  });

  it("names the program, not the person or the machine", async () => {
    pairingServer([{ body: approval }]);
    await home.run(["login", "--web"]);
    expect(bodiesOf("/api/pairings")[0]?.deviceName).toMatch(/^favcrm \d+\.\d+\.\d+ on linux$/);
  });

  it("takes a new secret for every pairing", async () => {
    pairingServer([{ body: approval }, { body: approval }]);
    await home.run(["login", "--web"]);
    await home.run(["login", "--web"]);
    const [first, second] = bodiesOf("/api/pairings");
    expect(first?.pollChallenge).not.toBe(second?.pollChallenge);
  });

  it.each(["refused", "expired", "delivered"])("%s ends it with exit 1 and saves nothing", async (status) => {
    pairingServer([pending, { body: { status } }]);
    const run = await home.run(["--json", "login", "--web"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(`"code": "pairing_${status}"`);
    expect(existsSync(home.configFile)).toBe(false);
  });

  it("slows down when told, and waits out a short outage", async () => {
    const slow = { status: 429, headers: { "retry-after": "1" }, body: { error: { code: "slow_down" } } };
    pairingServer([slow, { status: 503 }, { drop: true }, { body: approval }]);
    const started = Date.now();
    expect((await home.run(["login", "--web"])).code).toBe(0);
    expect(Date.now() - started).toBeGreaterThan(3000);
  });

  it("gives up when the time is over and nobody answers", async () => {
    pairingServer([{ status: 503 }, { status: 503 }], { expiresAt: new Date(Date.now() - 1000).toISOString() });
    expect((await home.run(["login", "--web"])).stderr).toContain("[pairing_expired]");
  });

  it.each<[string, Reply]>([
    ["knows no pairing", { status: 404, body: "not found" }],
    ["limits pairings", { status: 429, body: { error: { code: "rate_limited", message: "Too many", hint: "Wait" } } }],
    [
      "answers nonsense",
      { status: 201, body: { pairingId: "p", userCode: "X", verificationUrl: "javascript:alert(1)" } },
    ],
  ])("a server that %s is one clear error", async (_, reply) => {
    server.routes["/api/pairings"] = () => reply;
    const run = await home.run(["login", "--web"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/error: .*\[(pairing_unavailable|rate_limited)\]/);
  });

  it("Ctrl-C tells the server that nobody waits any more", async () => {
    pairingServer([]);
    const child = home.start(["login", "--web"]);
    const end = finished(child);
    while (bodiesOf(`${path}/poll`).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    expect((await end).code).toBe(130);
    expect(bodiesOf(`${path}/cancel`)).toEqual([{ pollSecret: expect.any(String) }]);
  });

  it.skipIf(!hasTerminal)("Ctrl-C at the keyboard does the same", async () => {
    pairingServer([]);
    const terminal = new Terminal(home, ["login", "--web"]);
    await terminal.sees("BCDF-GHJK");
    terminal.type("\u0003");
    expect(await terminal.exit()).toBe(130);
    expect(bodiesOf(`${path}/cancel`)).toHaveLength(1);
  });
});

describe("favcrm login --web with the real server", () => {
  /** Starts the command and waits until it shows its code. */
  async function waiting(words: string[] = []) {
    const child = home.start(["--json", "login", "--web", ...words], { env: { FAVCRM_MCP_URL: endpoint() } });
    let shown = "";
    child.stderr.on("data", (part: Buffer) => {
      shown += part.toString();
    });
    const end = finished(child);
    const code = () => /[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}/.exec(shown)?.[0];
    while (code() === undefined && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    return { child, end, userCode: code() ?? "" };
  }

  it("gets a key that can do what the owner allowed, and nothing more", async () => {
    const workspace = await makeWorkspace("Pairing Studio");
    const owner = await (await signedInBrowser(workspace)).caller();
    const { end, userCode } = await waiting(["--scopes", "organisation:read,bookings:read"]);
    await execute(approvePairing, owner, { userCode, scopes: ["organisation:read"] });
    const run = await end;
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ companyName: "Pairing Studio", scopes: ["organisation:read"] });
    expect(run.stdout + run.stderr).not.toMatch(/fav_mcp_[0-9A-Za-z]{20,}/);
    expect((await home.run(["whoami"], { env: { FAVCRM_MCP_URL: endpoint() } })).stdout).toContain("Pairing Studio");
    const refused = await home.run(["tool", "call", "list_services"], { env: { FAVCRM_MCP_URL: endpoint() } });
    expect(refused.stderr).toContain("[scope_missing]");
  });

  it("ends with exit 1 when the owner refuses", async () => {
    const owner = await (await signedInBrowser(await makeWorkspace())).caller();
    const { end, userCode } = await waiting();
    await execute(refusePairing, owner, { userCode });
    const run = await end;
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("pairing_refused");
    expect(existsSync(home.configFile)).toBe(false);
  });

  it("after Ctrl-C nothing is left to approve", async () => {
    const owner = await (await signedInBrowser(await makeWorkspace())).caller();
    const { child, end, userCode } = await waiting();
    child.kill("SIGINT");
    expect((await end).code).toBe(130);
    await expect(execute(approvePairing, owner, { userCode })).rejects.toThrow();
  });
});
