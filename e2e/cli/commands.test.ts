import { describe, expect, it } from "vitest";
import { makeHome, startFakeServer } from "./fake-server";
import { STRANGE_KEY } from "./support";

const server = startFakeServer();
const home = makeHome(server);

/** Every row of the command table: the words typed, the tool called, the arguments sent. */
const rows: [string[], string, Record<string, unknown>][] = [
  [
    [
      "signup",
      "request",
      "--email",
      "you@example.com",
      "--organisation-name",
      "Stretch + Breathe",
      "--industry",
      "fitness",
      "--country",
      "hk",
      "--timezone",
      "Asia/Hong_Kong",
    ],
    "register_organisation_request",
    {
      email: "you@example.com",
      organisationName: "Stretch + Breathe",
      industry: "fitness",
      country: "HK",
      timezone: "Asia/Hong_Kong",
    },
  ],
  [
    ["signup", "verify", "--request-id", "signup_req_1", "--code", "012345"],
    "register_organisation_verify",
    { requestId: "signup_req_1", code: "012345" },
  ],
  [["whoami"], "list_my_companies", {}],
  [["orgs", "list"], "list_my_companies", {}],
  [["orgs", "switch", "co_1"], "switch_company", { companyId: "co_1" }],
  [["dashboard"], "get_dashboard_stats", {}],
  [
    [
      "members",
      "create",
      "陳大文",
      "--email",
      "a@b.hk",
      "--phone",
      "+85291234567",
      "--first-name",
      "Tai Man",
      "--last-name",
      "Chan",
      "--enroll-membership",
      "--tier-id",
      "tier_1",
      "--notes",
      "x",
    ],
    "create_account",
    {
      name: "陳大文",
      email: "a@b.hk",
      phone: "+85291234567",
      firstName: "Tai Man",
      lastName: "Chan",
      enrollMembership: true,
      tierId: "tier_1",
      notes: "x",
    },
  ],
  [
    ["members", "search", "chan", "--inactive-days", "90", "--tier-id", "tier_1", "--limit", "5"],
    "search_members",
    { search: "chan", inactiveDays: 90, tierId: "tier_1", limit: 5 },
  ],
  [["members", "search"], "search_members", {}],
  [["members", "get", "acc_1"], "get_member_profile", { accountId: "acc_1" }],
  [
    ["bookings", "list", "--from", "2026-12-01", "--to", "2026-12-07", "--status", "confirmed", "--limit", "3"],
    "list_bookings",
    { from: "2026-12-01", to: "2026-12-07", status: "confirmed", limit: 3 },
  ],
  [["bookings", "get", "bkg_1"], "get_booking_detail", { bookingId: "bkg_1" }],
  [["bookings", "cancel", "bkg_1"], "cancel_booking", { bookingId: "bkg_1" }],
  [["bookings", "complete", "bkg_1"], "complete_booking", { bookingId: "bkg_1" }],
  [["bookings", "confirm", "bkg_1"], "confirm_booking", { bookingId: "bkg_1" }],
  [["bookings", "stats"], "get_booking_stats", {}],
  [["invoices", "list", "--status", "overdue", "--limit", "10"], "list_invoices", { status: "OVERDUE", limit: 10 }],
  [["invoices", "list", "--status", "sent"], "list_invoices", { status: "OPEN" }],
  [["invoices", "list", "--status", "Void"], "list_invoices", { status: "VOIDED" }],
  [["invoices", "get", "inv_1"], "get_invoice", { invoiceId: "inv_1" }],
  [["invoices", "send", "inv_1"], "mark_invoice_sent", { invoiceId: "inv_1" }],
  [["invoices", "void", "inv_1", "--yes"], "void_invoice", { invoiceId: "inv_1" }],
  [["invoices", "stats"], "get_invoice_stats", {}],
  [["plan", "status"], "get_plan_status", {}],
  [
    ["plan", "check", "--tool", "create_account", "--quota", "contacts", "--module", "crm", "--delta", "5"],
    "check_plan_operation",
    { toolName: "create_account", quotaCode: "contacts", moduleCode: "crm", delta: 5 },
  ],
  [["plan", "check", "--tool", "create_account"], "check_plan_operation", { toolName: "create_account", delta: 1 }],
  [["plan", "options"], "list_plan_options", {}],
  [
    ["plan", "upgrade", "--plan-code", "lite", "--return-url", "http://x.test/", "--confirm"],
    "create_plan_upgrade_link",
    { planCode: "lite", billingCycle: "monthly", returnUrl: "http://x.test/", confirm: true },
  ],
  [
    [
      "team",
      "invite",
      "create",
      "--email",
      "a@b.hk",
      "--name",
      "Ada",
      "--role",
      "manager",
      "--modules",
      "crm, bookings",
      "--permissions",
      '[{"actions":["read"]}]',
      "--expires-in-hours",
      "24",
    ],
    "create_team_member_invite",
    {
      email: "a@b.hk",
      name: "Ada",
      role: "manager",
      modules: ["crm", "bookings"],
      permissions: [{ actions: ["read"] }],
      expiresInHours: 24,
    },
  ],
  [["team", "invite", "accept-request", "--token", "t1"], "accept_team_invite_request", { token: "t1" }],
  [
    ["team", "invite", "accept-verify", "--token", "t1", "--code", "123456", "--name", "Ada"],
    "accept_team_invite_verify",
    { token: "t1", code: "123456", name: "Ada" },
  ],
  [["whatsapp", "status"], "get_whatsapp_connection_status", {}],
  [
    ["whatsapp", "connect", "--mode", "cloud-api", "--ttl-minutes", "60"],
    "create_whatsapp_connect_link",
    { onboardingMode: "cloud_api", ttlMinutes: 60 },
  ],
  [["tool", "call", "list_services", '{"limit": 5}'], "list_services", { limit: 5 }],
  [["tool", "list_services", '{"limit": 5}'], "list_services", { limit: 5 }],
];

const steering = ["\u001b", "\u009b", "\u202e"];
const publicTools = /^(register_organisation|accept_team_invite)_/;

describe("every command sends one tool call", () => {
  it.each(rows)("favcrm %j", async (words, tool, args) => {
    const run = await home.run(words, { env: { FAVCRM_API_KEY: STRANGE_KEY } });
    expect(run.code, run.stderr).toBe(0);
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]).toMatchObject({ name: tool, arguments: args });
    expect(Object.keys(server.calls[0]?.arguments as object).sort()).toEqual(Object.keys(args).sort());
    const key = publicTools.test(tool) ? undefined : `Bearer ${STRANGE_KEY}`;
    expect(server.calls[0]?.headers.authorization).toBe(key);
  });

  it("plan portal asks for the present plan first", async () => {
    server.data.get_plan_status = { plan: { code: "starter" } };
    await home.run(["plan", "portal", "--confirm"]);
    expect(server.calls.map(({ name }) => name)).toEqual(["get_plan_status", "create_plan_upgrade_link"]);
    expect(server.calls[1]?.arguments).toEqual({ planCode: "starter", confirm: true });
  });
});

describe("what goes over the wire is what any plain client sends", () => {
  it("is one POST without a handshake, ids counting from 1, the company in a header", async () => {
    await home.run(["whoami", "--company", "co_7"], { env: { FAVCRM_API_KEY: STRANGE_KEY } });
    const [request, ...more] = server.seen;
    expect(more).toEqual([]);
    expect(request).toMatchObject({ method: "POST", path: "/mcp" });
    expect(request?.body).toEqual({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "list_my_companies", arguments: {} },
    });
    expect(request?.headers).toMatchObject({
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "x-company-id": "co_7",
    });
  });
});

describe("usage", () => {
  const wrong: [string, string[]][] = [
    ["nothing at all", []],
    ["an unknown command", ["bookngs"]],
    ["an unknown option", ["whoami", "--limt", "3"]],
    ["a missing argument", ["bookings", "get"]],
    ["too many arguments", ["dashboard", "extra"]],
    ["a group alone", ["orgs"]],
    ["a missing required option", ["signup", "request", "--email", "a@b.hk"]],
    ["an empty required option", ["signup", "verify", "--request-id", "", "--code", "1"]],
    ["a number that is none", ["bookings", "list", "--limit", "ten"]],
    ["a word outside the choices", ["team", "invite", "create", "--email", "a@b.hk", "--role", "king"]],
    ["a plan change without a plan", ["plan", "upgrade", "--confirm"]],
    ["an address that is none", ["--url", "ftp://x", "whoami"]],
    ["an address with a key in it", ["--url", `http://localhost/mcp?key=${STRANGE_KEY}`, "whoami"]],
    ["an unknown shell", ["completion", "tcsh"]],
  ];
  it.each(wrong)("%s exits with 2, explains on standard error and sends nothing", async (_, words) => {
    const run = await home.run(words);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe("");
    expect(run.stderr.length).toBeGreaterThan(10);
    expect(server.seen).toEqual([]);
  });

  it("--help of every command exits with 0 and shows an example", async () => {
    const paths = [
      ...new Set(
        rows.map(([words]) =>
          words.filter((word) => /^[a-z][a-z-]*$/.test(word)).slice(0, words[0] === "team" ? 3 : 2),
        ),
      ),
    ];
    const commands = [
      [],
      ["login"],
      ["logout"],
      ["doctor"],
      ["tool", "list"],
      ["tool", "describe"],
      ["mcp"],
      ["mcp", "install"],
      ["mcp", "config"],
      ["completion"],
      ["signup"],
      ...paths,
    ];
    const seen = new Set<string>();
    for (const words of commands) {
      const known = words[0] === "whoami" || words[0] === "dashboard" ? words.slice(0, 1) : words;
      if (seen.has(known.join(" "))) continue;
      seen.add(known.join(" "));
      const run = await home.run([...known, "--help"]);
      expect(run.code, known.join(" ")).toBe(0);
      expect(run.stdout, known.join(" ")).toMatch(/Examples:\n.*favcrm/);
    }
  });
});

describe("output", () => {
  it("puts data on standard output and words on standard error", async () => {
    server.data.list_services = { items: [{ id: "svc_1", name: "Yoga" }], nextCursor: "abc" };
    const run = await home.run(["tool", "call", "list_services"]);
    expect(run.stdout).toBe("id     name\nsvc_1  Yoga\n");
    expect(run.stderr).toContain("Done.");
    expect(run.stderr).toContain("abc");
  });

  it("--json is the tool's data, sorted at every depth, wherever the option stands", async () => {
    server.data.list_my_companies = { zebra: 1, apple: { d: 1, c: [{ y: 1, x: 2 }] } };
    const expected =
      '{\n  "apple": {\n    "c": [\n      {\n        "x": 2,\n        "y": 1\n      }\n    ],\n    "d": 1\n  },\n  "zebra": 1\n}\n';
    expect((await home.run(["--json", "whoami"])).stdout).toBe(expected);
    expect((await home.run(["whoami", "--json"])).stdout).toBe(expected);
  });

  it("does not let stored text steer the terminal", async () => {
    server.data.list_services = { items: [{ name: "\u001b[2J\u202eevil\u009b1m\nsecond" }] };
    const human = await home.run(["tool", "call", "list_services"]);
    for (const character of steering) expect(human.stdout).not.toContain(character);
    const json = await home.run(["--json", "tool", "call", "list_services"]);
    for (const character of steering.slice(0, 2)) expect(json.stdout).not.toContain(character);
    expect(JSON.parse(json.stdout).items[0].name).toBe("\u001b[2J\u202eevil\u009b1m\nsecond");
  });

  it("masks a key that stands in any text", async () => {
    server.data.list_services = { items: [{ note: `look: ${STRANGE_KEY}` }] };
    const run = await home.run(["--json", "tool", "call", "list_services"]);
    expect(run.stdout).toContain("look: fav_mcp_...M86Q");
  });

  it("reads results of servers that answer in the older shapes", async () => {
    const rpc = (result: unknown) => ({ body: { jsonrpc: "2.0", id: 1, result } });
    server.script.push(
      rpc({ structuredContent: { items: [1] } }),
      rpc({ content: [{ type: "text", text: '{"a":1}' }] }),
      rpc({ content: [{ type: "text", text: "plain" }] }),
    );
    expect(await home.json(["whoami"])).toEqual({ items: [1] });
    expect(await home.json(["whoami"])).toEqual({ a: 1 });
    expect(await home.json(["whoami"])).toBe("plain");
  });
});
