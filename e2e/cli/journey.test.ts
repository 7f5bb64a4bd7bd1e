import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoint, mailbox, mailedCode, realUrl, signUp } from "./real-server";
import { buildCommand, Home, hasTerminal, STRANGE_KEY, Terminal } from "./support";

const homes: Home[] = [];
const newHome = () => {
  const home = new Home(endpoint());
  homes.push(home);
  return home;
};

beforeAll(() => buildCommand());
afterAll(() => {
  for (const home of homes) home.remove();
});

const savedKey = (home: Home) => /api_key = "(.*)"/.exec(readFileSync(home.configFile, "utf8"))?.[1] ?? "";

describe("the quickstart, word for word", () => {
  const home = newHome();
  const email = mailbox();
  let requestId = "";

  it("favcrm signup request", async () => {
    const words = ["--email", email, "--organisation-name", "Stretch + Breathe", "--industry", "fitness"];
    const run = await home.run(["signup", "request", ...words, "--country", "HK", "--timezone", "Asia/Hong_Kong"]);
    expect(run.code, run.stderr).toBe(0);
    requestId = /signup_req_\w+/.exec(run.stdout)?.[0] ?? "";
    expect(run.stdout).toContain("cl*@example.com");
    expect(run.stdout).not.toContain(email);
    expect(run.stderr).toContain(`favcrm signup verify --request-id ${requestId} --code`);
  });

  it("favcrm signup verify saves the key for its owner only, and shows its mask", async () => {
    const run = await home.run(["signup", "verify", "--request-id", requestId, "--code", await mailedCode(email)]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/apiKey +fav_mcp_\.\.\.\w{4}\n/);
    expect(run.stdout).toContain(home.configFile);
    expect(statSync(home.configFile).mode & 0o777).toBe(0o600);
    expect(savedKey(home)).toMatch(/^fav_mcp_[0-9A-Za-z]{36}$/);
  });

  it("repeated, as after a lost answer, it gives a working key again and makes no second workspace", async () => {
    const before = savedKey(home);
    const code = await mailedCode(email);
    const again = await home.run(["signup", "verify", "--request-id", requestId, "--code", code]);
    expect(again.code, again.stderr).toBe(0);
    expect(savedKey(home)).not.toBe(before);
    expect(await home.json<{ items: unknown[] }>(["orgs", "list"])).toMatchObject({
      items: [{ name: "Stretch + Breathe" }],
    });
  });

  it("favcrm doctor", async () => {
    const run = await home.run(["doctor"]);
    expect(run.code, run.stdout).toBe(0);
    for (const name of ["endpoint", "auth", "tools", "organisation", "plan", "clock", "versions"]) {
      expect(run.stdout).toMatch(new RegExp(`^✓ ${name}`, "m"));
    }
    expect(run.stdout).toMatch(/^– WhatsApp +not connected/m);
    expect(run.stdout).toMatch(/^– key expiry +never expires/m);
    expect(run.stdout).toMatch(/Stretch \+ Breathe \(owner\)/);
  });

  it("favcrm --json doctor", async () => {
    const report = await home.json(["doctor"]);
    expect(report).toMatchObject({
      url: endpoint(),
      authenticated: true,
      authSource: "config file",
      reachable: true,
      keyAccepted: true,
      keyExpiresAt: null,
      plan: { plan: { code: "self_hosted" } },
      whatsapp: { connected: false },
      currentUser: { items: [{ name: "Stretch + Breathe", isCurrent: true }] },
      clockSkewSeconds: 0,
      ok: true,
    });
    expect(report.serverVersion).toBe(report.cliVersion);
    expect(report.toolCount).toBeGreaterThan(15);
  });

  it("favcrm tool list", async () => {
    const run = await home.run(["tool", "list"]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^ {2}list_services +r +List services/m);
  });

  it("favcrm tool describe list_services", async () => {
    const run = await home.run(["tool", "describe", "list_services"]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^limit +integer +1–100, default 20/m);
  });

  it("favcrm tool call list_services '{}' is empty, and that is success", async () => {
    const run = await home.run(["tool", "call", "list_services", "{}"]);
    expect(run).toMatchObject({ code: 0, stdout: "" });
    expect(await home.json(["tool", "call", "list_services", "{}"])).toMatchObject({ items: [] });
  });

  it("every example that describe prints is valid JSON for the server's own tools", async () => {
    const tools = await home.json<{ name: string }[]>(["tool", "list"]);
    for (const name of tools.map((tool) => tool.name).slice(0, 8)) {
      const { stdout } = await home.run(["tool", "describe", name]);
      const example = /favcrm tool call \w+ '(.*)'/.exec(stdout)?.[1];
      expect(() => JSON.parse(example ?? ""), name).not.toThrow();
    }
  });
});

describe("with a key", () => {
  const home = newHome();
  beforeAll(async () => {
    await signUp(home);
  });

  it.each(
    [
      ["whoami"],
      ["orgs", "list"],
      ["plan", "status"],
      ["plan", "options"],
      ["plan", "check", "--tool", "list_services"],
      ["whatsapp", "status"],
    ].map((words) => [words]),
  )("favcrm %j answers the data that a plain client gets", async (words) => {
    const [run, plain] = await Promise.all([home.run(["--json", ...words]), plainCall(words, savedKey(home))]);
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout, withoutUsage)).toEqual(JSON.parse(JSON.stringify(plain), withoutUsage));
  });

  it("orgs switch changes the company by id and refuses a strange one", async () => {
    const { items } = await home.json<{ items: { id: string }[] }>(["orgs", "list"]);
    const own = await home.run(["orgs", "switch", items[0]?.id ?? ""]);
    expect(own.code, own.stderr).toBe(0);
    const strange = await home.run(["orgs", "switch", "co_000000000000000000000000"]);
    expect(strange.code).toBe(1);
    expect(strange.stderr).toContain("[not_found]");
  });

  it("a new key lands in a file, works, and dies when revoked", async () => {
    const made = await home.json<{ apiKeySavedTo: string; key: { id: string } }>([
      "tool",
      "call",
      "create_api_key",
      '{"name":"Second"}',
    ]);
    const FAVCRM_API_KEY = readFileSync(made.apiKeySavedTo, "utf8").trim();
    expect((await home.run(["whoami"], { env: { FAVCRM_API_KEY } })).code).toBe(0);
    const revoked = await home.run([
      "tool",
      "call",
      "revoke_api_key",
      JSON.stringify({ keyId: made.key.id, reason: "test" }),
    ]);
    expect(revoked.code, revoked.stderr).toBe(0);
    const after = await home.run(["whoami"], { env: { FAVCRM_API_KEY } });
    expect(after.code).toBe(1);
    expect(after.stderr).toContain("[key_refused]");
    expect((await home.run(["doctor"], { env: { FAVCRM_API_KEY } })).stdout).toMatch(/✗ auth .*refused/);
  });

  it("a rotated saved key is replaced by its successor", async () => {
    const { items } = await home.json<{ items: { id: string; key: string }[] }>([
      "tool",
      "call",
      "list_api_keys",
      "{}",
    ]);
    const before = savedKey(home);
    const own = items.find(({ key }) => before.endsWith(key.slice(-4)) && before.startsWith(key.slice(0, 12)));
    const rotated = await home.run(["tool", "call", "rotate_api_key", JSON.stringify({ keyId: own?.id })]);
    expect(rotated.code, rotated.stderr).toBe(0);
    expect(savedKey(home)).not.toBe(before);
    expect((await home.run(["whoami"])).code).toBe(0);
  });

  it("argument mistakes name field, rule and example", async () => {
    const run = await home.run(["tool", "call", "list_services", '{"limit": 1000, "colour": 1}']);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/limit: .*100/);
    expect(run.stderr).toContain("colour: is not an argument of this tool");
  });

  it("tools that this server lacks are a clear exit 1", async () => {
    const run = await home.run(["tool", "call", "no_such_tool", "{}"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("no_such_tool");
  });

  it("invites a teammate, who joins from another machine with a key of their own", async () => {
    const address = mailbox();
    const invite = await home.json<{ token: string }>([
      "team",
      "invite",
      "create",
      "--email",
      address,
      "--role",
      "manager",
    ]);
    const teammate = newHome();
    const asked = await teammate.run(["team", "invite", "accept-request", "--token", invite.token]);
    expect(asked.code, asked.stderr).toBe(0);
    const code = await mailedCode(address);
    const joined = await teammate.run([
      "team",
      "invite",
      "accept-verify",
      "--token",
      invite.token,
      "--code",
      code,
      "--name",
      "Ada",
    ]);
    expect(joined.code, joined.stderr).toBe(0);
    expect((await teammate.run(["doctor"])).stdout).toMatch(/Stretch \+ Breathe \(manager\)/);
  });
});

describe("the daily work", () => {
  const home = newHome();
  beforeAll(async () => {
    await signUp(home);
  });
  type Item = { id: string };

  it("members create, search, get", async () => {
    const words = ["members", "create", "陳大文", "--email", "tai.man@example.com", "--phone", "+85291234567"];
    const created = await home.run([
      ...words,
      "--first-name",
      "Tai Man",
      "--last-name",
      "Chan",
      "--notes",
      "likes mornings",
    ]);
    expect(created.code, created.stderr).toBe(0);
    const { items } = await home.json<{ items: Item[] }>(["members", "search", "陳大", "--limit", "5"]);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ name: "陳大文" });
    const profile = await home.run(["members", "get", items[0]?.id ?? ""]);
    expect(profile.code, profile.stderr).toBe(0);
    expect(profile.stdout).toContain("tai.man@example.com");
    expect((await home.json<{ items: Item[] }>(["members", "search", "--inactive-days", "90"])).items).toEqual(
      expect.any(Array),
    );
  });

  it("bookings: list, get, confirm, complete, cancel, stats", async () => {
    const call = <T>(tool: string, args: object) => home.json<T>(["tool", "call", tool, JSON.stringify(args)]);
    const service = await call<Item>("create_service", {
      name: "Massage",
      durationMinutes: 60,
      capacity: 5,
      requiresConfirmation: true,
    });
    const hours = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ day: weekday, open: "08:00", close: "20:00" }));
    await call("set_opening_hours", { hours });
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const book = (hour: string) =>
      call<Item>("create_booking", {
        serviceId: service.id,
        start: `${day}T${hour}:00`,
        customer: { name: `Guest ${hour}`, email: `guest${hour}@example.com` },
      });
    const [first, second] = [await book("10"), await book("12")];
    const { items } = await home.json<{ items: Item[] }>([
      "bookings",
      "list",
      "--from",
      day,
      "--to",
      day,
      "--limit",
      "10",
    ]);
    expect(items.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
    for (const [verb, id] of [
      ["get", first.id],
      ["confirm", first.id],
      ["cancel", second.id],
    ] as const) {
      const run = await home.run(["bookings", verb, id]);
      expect(run.code, `${verb}: ${run.stderr}`).toBe(0);
    }
    const cancelled = await home.json<{ items: Item[] }>(["bookings", "list", "--status", "cancelled"]);
    expect(cancelled.items.map(({ id }) => id)).toEqual([second.id]);
    const early = await home.run(["bookings", "complete", first.id]);
    expect(early.code).not.toBe(0);
    expect(early.stderr).toContain("The visit begins on");
    expect((await home.run(["bookings", "stats"])).code).toBe(0);
  });
});

describe("refusals a person will meet", () => {
  it("no key: the way to one", async () => {
    const run = await newHome().run(["whoami"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("favcrm signup");
  });

  it("a strange key: refused, not repeated", async () => {
    const run = await newHome().run(["whoami"], { env: { FAVCRM_API_KEY: STRANGE_KEY } });
    expect(run.stderr).toContain("[key_refused]");
  });

  it("a wrong code: how many tries are left, and nothing is saved", async () => {
    const home = newHome();
    const email = mailbox();
    const { requestId } = await home.json<{ requestId: string }>([
      "signup",
      "request",
      "--email",
      email,
      "--organisation-name",
      "Wrong code",
    ]);
    const code = await mailedCode(email);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    const run = await home.run(["signup", "verify", "--request-id", requestId, "--code", wrong]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("[code_incorrect]");
    expect(run.stderr).toContain("attemptsLeft: 4");
    expect(() => statSync(home.configFile)).toThrow();
  });

  it("a second request within a minute: how long to wait", async () => {
    const words = ["signup", "request", "--organisation-name", "Again", "--email", mailbox()];
    expect((await newHome().run(words)).code).toBe(0);
    const run = await newHome().run(words);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("[rate_limited]");
    expect(run.stderr).toMatch(/retryAfterSeconds: \d+/);
  });

  it("bad fields: which and why, nothing mailed", async () => {
    const run = await newHome().run(["signup", "request", "--email", "nobody", "--organisation-name", "X"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/email: /);
    expect(run.stderr).toMatch(/organisationName: /);
  });
});

describe.skipIf(!hasTerminal)("favcrm signup, at the keyboard", () => {
  it("asks, mails, forgives a wrong code, saves, and runs doctor", async () => {
    const home = newHome();
    const email = mailbox();
    const terminal = new Terminal(home, ["signup"]);
    await terminal.sees("e-mail address");
    terminal.type("not an address\r");
    await terminal.sees("An address like");
    terminal.type(`${"\u007f".repeat(20)}${email}\r`);
    await terminal.sees("Name of the business");
    terminal.type("瑜伽 Studio\r");
    await terminal.sees("Kind of business");
    terminal.type("\u001b[B\r");
    await terminal.sees("Country");
    terminal.type("hk\r");
    await terminal.sees("6 digits");
    const code = await mailedCode(email);
    terminal.type(`${String((Number(code) + 1) % 1_000_000).padStart(6, "0")}\r`);
    await terminal.sees("code_incorrect");
    await terminal.sees("6 digits");
    terminal.type(`${code.slice(0, 3)} ${code.slice(3)}\r`);
    await terminal.sees("organisation");
    expect(await terminal.exit(), terminal.screen).toBe(0);
    terminal.expectNoKey();
    expect(terminal.screen).toContain("瑜伽 Studio (owner)");
    expect(savedKey(home)).toMatch(/^fav_mcp_/);
  });

  it("Ctrl-C leaves quietly and asks for no code", async () => {
    const home = newHome();
    const terminal = new Terminal(home, ["signup"]);
    await terminal.sees("e-mail address");
    terminal.type("\u0003");
    expect(await terminal.exit()).toBe(130);
    expect(() => statSync(home.configFile)).toThrow();
  });

  it("without a terminal it says which commands to use", async () => {
    const run = await newHome().run(["signup"]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("signup request");
  });
});

const TOOL_OF: Record<string, [string, object]> = {
  whoami: ["list_my_companies", {}],
  "orgs list": ["list_my_companies", {}],
  "plan status": ["get_plan_status", {}],
  "plan options": ["list_plan_options", {}],
  "plan check --tool list_services": ["check_plan_operation", { toolName: "list_services", delta: 1 }],
  "whatsapp status": ["get_whatsapp_connection_status", {}],
};

/** Both calls are counted, so the count of calls is the one thing that differs. */
const withoutUsage = (name: string, value: unknown) => (name === "used" ? undefined : value);

/** The same call as a program makes that knows nothing but the plain-client rules. */
async function plainCall(words: string[], key: string): Promise<unknown> {
  const [name, args] = TOOL_OF[words.join(" ")] ?? ["", {}];
  const answer = await fetch(`${realUrl()}/mcp`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      authorization: `Bearer ${key}`,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } }),
  });
  const { result } = (await answer.json()) as { result: { structuredContent: { data: unknown } } };
  return result.structuredContent.data;
}
