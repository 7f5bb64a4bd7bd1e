import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { makeHome, startFakeServer } from "./fake-server";
import { Home, hasTerminal, STRANGE_KEY, Terminal } from "./support";

const server = startFakeServer();
const home = makeHome(server);

const sent = () => server.calls.at(-1)?.arguments;
const call = (...args: string[]) => home.run(["tool", "call", "list_services", ...args]);

describe("arguments of tool call", () => {
  it("come from JSON, a file, or standard input", async () => {
    await call('{"search":"yoga"}');
    expect(sent()).toEqual({ search: "yoga" });
    const file = path.join(mkdtempSync(path.join(home.folder, "x")), "args.json");
    writeFileSync(file, '{"search":"from a file"}');
    await call(`@${file}`);
    expect(sent()).toEqual({ search: "from a file" });
    await home.run(["tool", "call", "list_services", "-"], { stdin: '{"search":"from a pipe"}' });
    expect(sent()).toEqual({ search: "from a pipe" });
    await call();
    expect(sent()).toEqual({});
  });

  it("come from --set, typed by the tool's schema, inside objects too", async () => {
    await call(
      '{"limit":1}',
      "--set",
      "limit=5",
      "--set",
      "search=007",
      "--set",
      "isActive=true",
      "--set",
      "tags=a, b",
      "--set",
      "note=null",
      "--set",
      "address.zip=0123",
      "--set",
      "address.floor=3",
    );
    expect(sent()).toEqual({
      limit: 5,
      search: "007",
      isActive: true,
      tags: ["a", "b"],
      note: null,
      address: { zip: "0123", floor: 3 },
    });
  });

  it.each([["--set", "limit=many"], ["--set", "novalue"], ["--set", "__proto__.x=1"], ["[1,2]"], ["@/no/such/file"]])(
    "%s %s is refused before anything is called",
    async (...args) => {
      const run = await call(...args);
      expect(run.code).toBe(2);
      expect(server.calls).toEqual([]);
    },
  );

  const faults: [string, string, string][] = [
    ['{"limit": 5,}', "line 1, column 13", "a comma may not stand before the end"],
    ["{limit: 5}", "line 1, column 2", "double quotes"],
    ["{'limit': 5}", "line 1, column 2", "double quotes"],
    ['{"a": 1 "b": 2}', "line 1, column 9", "a comma or }"],
    ['{"a": nope}', "line 1, column 7", "a value is needed"],
    ['{"a": 01}', "line 1, column 7", "a value is needed"],
    ['{"a": "x', "line 1, column 9", "does not end"],
    ['{\n  "a": 1,\n  "b" 2\n}', "line 3, column 7", "a colon"],
    ['{"a": 1} x', "line 1, column 10", "nothing may follow"],
    ['{"a": 1', "line 1, column 8", "a comma or }"],
  ];
  it.each(faults)("%j: the error points at the place", async (source, place, problem) => {
    const run = await call(source);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(place);
    expect(run.stderr).toContain(problem);
    const lines = run.stderr.split("\n");
    const caret = lines.findIndex((line) => line.trim() === "^");
    expect(caret, run.stderr).toBeGreaterThan(0);
    const column = Number(/column (\d+)/.exec(place)?.[1]);
    expect((lines[caret] ?? "").indexOf("^") - 4).toBe(column - 1);
  });
});

describe("tool list and describe", () => {
  it("groups, filters by words, keeps reads only, and sorts", async () => {
    const all = await home.run(["tool", "list"]);
    expect(all.stdout).toMatch(
      /booking\n {2}cancel_booking {3}! .*\n {2}confirm_booking {2}w .*\nservice\n {2}list_services {4}r /,
    );
    expect((await home.run(["tool", "list", "--read-only"])).stdout).not.toContain("cancel_booking");
    const found = await home.json<{ name: string }[]>(["tool", "list", "BOOKING", "cancel"]);
    expect(found.map(({ name }) => name)).toEqual(["cancel_booking"]);
  });

  it("describes arguments, limits, an example that works, and hints", async () => {
    const { stdout } = await home.run(["tool", "describe", "list_services"]);
    expect(stdout).toMatch(/search +yes +string +at most 80 characters +part of the name/);
    expect(stdout).toMatch(/limit +integer +1–100, default 20 +how many/);
    expect(stdout).toMatch(/note +string +null clears it/);
    expect(stdout).toMatch(/address +object *\naddress\.zip +string *\naddress\.floor +integer/);
    expect(stdout).toContain("changes nothing, safe to repeat");
    const example = /favcrm tool call list_services '(.*)'/.exec(stdout)?.[1] ?? "";
    expect(JSON.parse(example)).toEqual({ search: "<search>" });
  });

  it("an unknown tool is exit 1 with names that are close", async () => {
    const run = await home.run(["tool", "describe", "cancel_bookings"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("cancel_booking");
  });
});

describe("new keys in answers", () => {
  const fresh = STRANGE_KEY;

  it("of a sign-up become the saved key, masked in both outputs", async () => {
    server.data.register_organisation_verify = { apiKey: fresh, organisationId: "org_1" };
    const own = new Home(server.url);
    const shown = await own.json(["tool", "call", "register_organisation_verify", "{}"]);
    expect(shown).toMatchObject({ apiKey: "fav_mcp_...M86Q", apiKeySavedTo: own.configFile });
    expect(readFileSync(own.configFile, "utf8")).toContain(fresh);
    own.remove();
  });

  it("of other tools go into a file of their own, since the server shows them once", async () => {
    server.data.create_api_key = { key: { id: "key_abc" }, apiKey: fresh };
    const own = new Home(server.url);
    const shown = await own.json<{ apiKeySavedTo: string }>(["tool", "call", "create_api_key", "{}"]);
    expect(readFileSync(shown.apiKeySavedTo, "utf8")).toBe(`${fresh}\n`);
    expect(statSync(shown.apiKeySavedTo).mode & 0o777).toBe(0o600);
    expect(() => statSync(own.configFile)).toThrow();
    own.remove();
  });

  it("show with --show-key, and with --no-save --json, and only then", async () => {
    server.data.register_organisation_verify = { apiKey: fresh };
    const own = new Home(server.url);
    const words = ["signup", "verify", "--request-id", "r", "--code", "123456"];
    expect((await own.run([...words, "--show-key"], { mayShowKey: true })).stdout).toContain(fresh);
    const unsaved = new Home(server.url);
    expect((await unsaved.run(["--json", ...words, "--no-save"], { mayShowKey: true })).stdout).toContain(fresh);
    expect((await unsaved.run([...words, "--no-save", "--show-key"], { mayShowKey: true })).stdout).toContain(fresh);
    expect(() => statSync(unsaved.configFile)).toThrow();
    own.remove();
    unsaved.remove();
  });

  it("are not asked for when they would be lost", async () => {
    const run = await home.run(["signup", "verify", "--request-id", "r", "--code", "123456", "--no-save"]);
    expect(run.code).toBe(2);
    expect(server.seen).toEqual([]);
  });

  it("a repeated verify carries the idempotency key of its request", async () => {
    server.data.register_organisation_request = {
      requestId: "signup_req_9",
      idempotencyKey: "idem-9-abcdef",
      maskedEmail: "yo*@example.com",
    };
    const own = new Home(server.url);
    const request = await own.run([
      "signup",
      "request",
      "--email",
      "you@example.com",
      "--organisation-name",
      "Stretch",
    ]);
    expect(request.stderr).toContain("favcrm signup verify --request-id signup_req_9");
    await own.run(["signup", "verify", "--request-id", "signup_req_9", "--code", "123456"]);
    expect(sent()).toEqual({ requestId: "signup_req_9", code: "123456", idempotencyKey: "idem-9-abcdef" });
    own.remove();
  });
});

describe.skipIf(!hasTerminal)("a person at the terminal", () => {
  it("is asked before a destructive tool; no means nothing is sent", async () => {
    const terminal = new Terminal(home, ["tool", "call", "cancel_booking", '{"bookingId":"b"}']);
    await terminal.sees("cannot be taken back");
    terminal.type("n");
    expect(await terminal.exit()).toBe(130);
    expect(server.calls).toEqual([]);
  });

  it("may say yes, and is not asked with --yes or for a harmless tool", async () => {
    const terminal = new Terminal(home, ["bookings", "cancel", "bkg_1"]);
    await terminal.sees("bkg_1");
    terminal.type("y");
    expect(await terminal.exit()).toBe(0);
    expect(sent()).toEqual({ bookingId: "bkg_1" });
    expect(await new Terminal(home, ["tool", "call", "cancel_booking", "{}", "--yes"]).exit()).toBe(0);
    expect(await new Terminal(home, ["tool", "call", "confirm_booking", "{}"]).exit()).toBe(0);
    expect(server.calls).toHaveLength(3);
  });

  it("types the key unseen; Ctrl-C leaves everything as it was", async () => {
    const own = new Home(server.url);
    const gone = new Terminal(own, ["login"]);
    await gone.sees("Key");
    gone.type("\u0003");
    expect(await gone.exit()).toBe(130);
    expect(() => statSync(own.configFile)).toThrow();
    const terminal = new Terminal(own, ["login"]);
    await terminal.sees("Key");
    terminal.type(`${STRANGE_KEY}\r`);
    expect(await terminal.exit()).toBe(0);
    terminal.expectNoKey();
    expect(readFileSync(own.configFile, "utf8")).toContain(STRANGE_KEY);
    own.remove();
  });

  it("sees tables that fit, in colour unless NO_COLOR, and a spinner on slow calls", async () => {
    server.data.list_services = {
      items: [{ id: "svc_1", name: "長".repeat(60), note: "n".repeat(80), other: "o".repeat(40) }],
    };
    const coloured = new Terminal(home, ["tool", "call", "list_services", "{}"]);
    await coloured.exit();
    expect(coloured.screen).toContain("\u001b[1mid");
    const plain = new Terminal(home, ["tool", "call", "list_services", "{}"], { NO_COLOR: "1" });
    await plain.exit();
    expect(plain.screen).not.toContain("\u001b[1m");
    const row = plain.screen.split("\n").find((line) => line.includes("svc_1")) ?? "";
    const cells = [...row.trim()].reduce((sum, character) => sum + (character === "長" ? 2 : 1), 0);
    expect(cells).toBeGreaterThan(60);
    expect(cells).toBeLessThanOrEqual(100);
    server.script.push({ delayMs: 1200, body: { jsonrpc: "2.0", id: 1, result: {} } });
    const slow = new Terminal(home, ["orgs", "list"]);
    await slow.exit();
    expect(slow.screen).toMatch(/⠋|⠙|⠹|⠸/);
  });
});
