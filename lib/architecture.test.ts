import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const FOLDERS = ["app", "cli/src", "components", "lib", "messages", "scripts"];
const ROOT_FILES = ["server.ts", "proxy.ts", "instrumentation.ts"];
const SKIPPED = new Set(["node_modules", "generated", "__snapshots__", "dist", "testing"]);
const SOURCE = /\.(ts|tsx|mjs)$/;
const TEST = /\.(test|spec)\.tsx?$/;

/**
 * Who may import whom. A room is a folder; an entry is a room, or one file of a room for guests who need no more of it.
 * `type:` lets types through, which are gone at run time.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  app: [
    "components",
    "messages",
    "lib/operations",
    "lib/surfaces",
    "lib/env",
    "lib/kernel/errors",
    "lib/auth/scopes",
    "type:lib/kernel",
    "type:lib/auth",
  ],
  components: [
    "messages",
    "lib/operations",
    "lib/kernel/errors",
    "lib/kernel/fields",
    "lib/kernel/money",
    "lib/auth/scopes",
    "lib/auth/key-form",
    "type:lib",
    "type:app",
  ],
  messages: [],
  "lib/operations": [
    "lib/kernel",
    "lib/auth",
    "lib/env",
    "lib/singleton",
    "lib/integrations/email/index",
    "lib/db/client",
  ],
  "lib/kernel": [
    "lib/db",
    "lib/env",
    "lib/singleton",
    "lib/telemetry",
    "lib/auth/scopes",
    "lib/auth/plans",
    "type:messages",
  ],
  "lib/auth": [
    "lib/db",
    "lib/env",
    "lib/singleton",
    "lib/telemetry",
    "lib/kernel/context",
    "lib/kernel/errors",
    "lib/kernel/ids",
    "lib/kernel/log",
    "lib/kernel/outbox",
  ],
  "lib/db": ["lib/env", "lib/singleton", "lib/telemetry"],
  "lib/integrations": ["lib/db", "lib/env", "lib/singleton", "lib/telemetry", "lib/auth", "lib/kernel"],
  "lib/jobs": [
    "lib/operations",
    "lib/kernel",
    "lib/integrations",
    "lib/auth",
    "lib/db",
    "lib/env",
    "lib/singleton",
    "lib/telemetry",
  ],
  "lib/surfaces": [
    "lib/operations",
    "lib/kernel",
    "lib/auth",
    "lib/integrations",
    "lib/env",
    "lib/singleton",
    "lib/telemetry",
    "messages",
    "package.json",
    "type:components",
    "type:lib/db",
  ],
  "lib/telemetry": ["lib/singleton"],
  "lib/env.ts": ["lib/singleton"],
  "lib/singleton.ts": [],
  "cli/src": [],
  scripts: ["lib"],
};

/** What a table of rooms cannot say. Each line gives its reason. */
const EXCEPTIONS: Record<string, string> = {
  "lib/surfaces/http/health.ts → lib/db/migrate.ts": "readiness compares applied migrations with the files",
  "app/api/outbox/route.ts → lib/integrations/email/local-outbox.ts":
    "the local outbox is no operation: it has no caller",
  "app/api/outbox/route.ts → lib/auth/client-address.ts": "the local outbox is decided by the socket's address",
  "app/api/webhooks/resend/route.ts → lib/integrations/email/resend-webhook.ts":
    "the provider signs; there is no caller",
  "app/api/activity/stream/route.ts → lib/auth/authenticate.ts":
    "a stream outlives the one call that a surface answers",
  "app/api/activity/stream/route.ts → lib/auth/sessions.ts": "a stream outlives the one call that a surface answers",
  "components/tools/try-form.tsx → lib/surfaces/portal/arguments.ts":
    "pure: reads what a form holds as a tool's arguments",
  "scripts/lib/mutation.config.mjs → vitest.config.ts": "the same tests, with a runner that tries faults",
};

/** Everything that may use the connection without a tenant. Whoever is added here can see every organisation. */
const SYSTEM_DATABASE_USERS = [
  "lib/auth/authenticate.ts",
  "lib/auth/codes.ts",
  "lib/auth/frame-ancestors.ts",
  "lib/auth/key-use.ts",
  "lib/auth/limiter.ts",
  "lib/auth/sessions.ts",
  "lib/db/client.ts",
  "lib/integrations/email/availability.ts",
  "lib/integrations/email/local-outbox.ts",
  "lib/integrations/email/resend-webhook.ts",
  "lib/jobs/deliver-mail.ts",
  "lib/jobs/expire-offers.ts",
  "lib/jobs/mail-life.ts",
  "lib/jobs/offer-places.ts",
  "lib/jobs/remind-bookings.ts",
  "lib/jobs/purge-organisations.ts",
  "lib/jobs/retention.ts",
  "lib/jobs/keep-erasures.ts",
  "lib/jobs/keep-wall-clocks.ts",
  "lib/jobs/run-imports.ts",
  "lib/kernel/audit.ts",
  "lib/kernel/execute.ts",
  "lib/kernel/quota.ts",
];

/** `AsyncLocalStorage.run` is another run than an operation's. */
const MAY_CALL_RUN = ["lib/db/raw-door.ts", "lib/db/tenant.ts", "lib/kernel/execute.ts"];

interface Import {
  from: string;
  to: string;
  isTypeOnly: boolean;
  /** `import()` inside a function: resolved when called, so it closes no ring. */
  isLate: boolean;
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const file = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesIn(file) : [file];
  });
}

const all = [...FOLDERS.flatMap(filesIn), ...readdirSync(root).filter((file) => ROOT_FILES.includes(file))];
const sources = all.filter((file) => SOURCE.test(file) && !TEST.test(file));
const known = new Set(all);
const textOf = new Map(sources.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

function resolve(from: string, specifier: string): string | undefined {
  const isOurs = specifier.startsWith(".") || specifier.startsWith("@/");
  if (!isOurs) return undefined;
  const base = specifier.startsWith("@/") ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier);
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}.mjs`, `${base}/index.ts`, `${base}/index.tsx`];
  return candidates.find((file) => known.has(file)) ?? base;
}

function importsOf(file: string): Import[] {
  const text = withoutComments(textOf.get(file) ?? "");
  const declared = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"/gm)];
  const bare = [...text.matchAll(/^import\s+()"([^"]+)"/gm)];
  const late = [...text.matchAll(/\bimport\(\s*()"([^"]+)"\s*\)/g)];
  return [...declared, ...bare, ...late].flatMap((match) => {
    const [, type, specifier = ""] = match;
    const to = resolve(file, specifier);
    return to === undefined ? [] : [{ from: file, to, isTypeOnly: Boolean(type), isLate: late.includes(match) }];
  });
}

const imports = sources.flatMap(importsOf);

function roomOf(file: string): string | undefined {
  return Object.keys(MAY_IMPORT).find((room) => file === room || file.startsWith(`${room}/`));
}

const isIn = (file: string, place: string) =>
  file === place || file.startsWith(`${place}/`) || file.replace(/\.(ts|tsx|mjs)$/, "") === place;

function isAllowed({ from, to, isTypeOnly }: Import): boolean {
  const room = roomOf(from);
  if (room === undefined || isIn(to, room) || `${from} → ${to}` in EXCEPTIONS) return true;
  // The generated Prisma client is no room; only lib/db may look into it.
  if (to.startsWith("lib/db/generated")) return room === "lib/db";
  return (MAY_IMPORT[room] ?? []).some((entry) =>
    entry.startsWith("type:") ? isTypeOnly && isIn(to, entry.slice("type:".length)) : isIn(to, entry),
  );
}

const domainOf = (file: string) => /^lib\/operations\/([^/]+)\//.exec(file)?.[1];
const definesOperation = (file: string) => /= define(System)?Operation\(/.test(textOf.get(file) ?? "");

/** Everything else uses tagged templates, whose values are parameters. What is pasted here is never a caller's. */
const SQL_FROM_TEXT: Record<string, string> = {
  "lib/db/archive/carry-over.ts": "a constant table name of the file",
  "lib/db/archive/restore.ts": "tables and columns of the archive's header, escaped as identifiers",
  "lib/db/archive/write.ts": "tables and columns that PostgreSQL's catalogue gave, escaped as identifiers",
  "lib/db/embedded/server.ts": "the constant name of the database",
  "lib/db/raw-door.ts": "passes on what the files of this list and Prisma's tags put together",
  "lib/jobs/purge-organisations.ts": "table names that PostgreSQL's catalogue gave",
  "lib/jobs/retention.ts": "tables and conditions of the list in the file",
  "lib/kernel/audit.ts": "the column list of the file",
  "lib/kernel/newest.ts": "the table and the fields that an operation's file names",
  "lib/kernel/unawaited.ts": "a constant mark before the statement of a file in this list",
  "lib/kernel/versions.ts": "table names, typed as a union",
  "lib/operations/accounts/account-values.ts": "one constant statement",
  "lib/operations/accounts/merge.ts": "table names of the list in the file",
  "lib/operations/danger/export-tables.ts": "tables, columns and types that PostgreSQL's catalogue gave",
  "lib/operations/imports/worked-with.ts": "tables, columns and conditions of the lists in the file",
  "lib/operations/personal-data/anonymise.ts": "tables and columns of the list in the file",
  "lib/surfaces/portal/activity-hub.ts": "the constant name of the channel",
};

describe("the rooms of the house", () => {
  it("import only from the rooms they may walk to", () => {
    const broken = imports
      .filter((each) => !isAllowed(each))
      .map(
        ({ from, to, isTypeOnly }) => `${roomOf(from)} may not import ${isTypeOnly ? "types of " : ""}${to} (${from})`,
      );
    expect(broken).toEqual([]);
  });

  it("have no exception that nobody needs", () => {
    const used = new Set(imports.map(({ from, to }) => `${from} → ${to}`));
    expect(Object.keys(EXCEPTIONS).filter((exception) => !used.has(exception))).toEqual([]);
  });

  it("share nouns between domains, never operations", () => {
    const broken = imports
      .filter(({ from, to }) => domainOf(from) && domainOf(to) && domainOf(from) !== domainOf(to))
      .filter(({ to }) => definesOperation(to) || to.endsWith("/operations.ts"))
      .map(({ from, to }) => `${from} imports the operation ${to} of another domain`);
    expect(broken).toEqual([]);
  });

  it("have no import cycle, but between an operation and its undo", () => {
    const isUndo = ({ from, to }: Import) =>
      definesOperation(from) && definesOperation(to) && domainOf(from) === domainOf(to);
    expect(cycles(imports.filter((each) => !each.isTypeOnly && !each.isLate && !isUndo(each)))).toEqual([]);
  });
});

/** Every ring of files that import each other, once. */
function cycles(edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const found: string[] = [];
  const done = new Set<string>();
  function visit(file: string, trail: readonly string[]): void {
    const start = trail.indexOf(file);
    if (start >= 0) found.push([...trail.slice(start), file].join(" → "));
    if (start >= 0 || done.has(file)) return;
    for (const neighbour of next.get(file) ?? []) visit(neighbour, [...trail, file]);
    done.add(file);
  }
  for (const file of next.keys()) visit(file, []);
  return found;
}

/** Everything that a browser loads: what client files import, and what that imports; actions stay on the server. */
function inBrowsers(): string[] {
  const isOf = (file: string, directive: string) => (textOf.get(file) ?? "").startsWith(`"use ${directive}"`);
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file) || isOf(file, "server")) return;
    found.add(file);
    for (const { from, to, isTypeOnly } of imports) if (from === file && !isTypeOnly) visit(to);
  };
  for (const file of sources) if (isOf(file, "client")) visit(file);
  return [...found].sort();
}

describe("one way only", () => {
  const inProduct = sources.filter((file) => !file.startsWith("cli/") && !file.startsWith("scripts/"));
  const holding = (pattern: RegExp, files = inProduct) =>
    files.filter((file) => pattern.test(withoutComments(textOf.get(file) ?? "")));

  it("the environment is read in lib/env.ts alone", () => {
    expect(holding(/\bprocess\.env\b/)).toEqual(["lib/env.ts"]);
  });

  it("browsers load nothing that uses zod, which evaluates code where the policy of every page forbids it", () => {
    const browsers = inBrowsers();
    expect(browsers.length).toBeGreaterThan(50);
    expect(holding(/^import (?!type ).* from "zod/m, browsers)).toEqual([]);
  });

  it("an operation is run by lib/kernel/execute.ts alone", () => {
    expect(holding(/\.run\(/).sort()).toEqual(MAY_CALL_RUN);
  });

  it("the connection without a tenant is used by the listed files alone", () => {
    const users = holding(/\b(systemDb|systemRead)\b/).sort();
    expect(users.filter((file) => !SYSTEM_DATABASE_USERS.includes(file))).toEqual([]);
    expect(SYSTEM_DATABASE_USERS.filter((file) => !users.includes(file))).toEqual([]);
  });

  it("SQL is put together from text in the listed files alone, each from constants of its own (case 59)", () => {
    const put = /\b(queryRawUnsafe|executeRawUnsafe|writeUnawaited|Prisma\.raw)\b|\.query(<[^(]*>)?\([^"`)]*`[^`]*\$\{/;
    const users = holding(put).sort();
    expect(users).toEqual(Object.keys(SQL_FROM_TEXT).sort());
  });

  it("a database client is opened in lib/db alone", () => {
    const openers = holding(/new (pg\.)?(Pool|Client|PrismaClient)\(/).filter((file) => !file.startsWith("lib/db/"));
    // Readiness must not queue behind busy pools, and LISTEN needs a connection that stays.
    expect(
      openers.filter((file) => !/^lib\/surfaces\/http\/health|activity-hub|^lib\/jobs\/worker/.test(file)),
    ).toEqual([]);
  });
});

describe("names", () => {
  it("of files are kebab-case", () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
    expect(all.filter((file) => SOURCE.test(file) && !kebab.test(path.basename(file)))).toEqual([]);
  });

  it("of folders say what is in them", () => {
    const vague = /\/(utils?|helpers?|common|misc|shared|managers?|services?-impl)(\/|\.tsx?$)/;
    expect(all.filter((file) => vague.test(`/${file}`))).toEqual([]);
  });

  it("server modules that define operations say so in their first line", () => {
    const silent = sources
      .filter(definesOperation)
      .filter((file) => !textOf.get(file)?.startsWith('import "server-only"'));
    expect(silent).toEqual([]);
  });
});
